import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { contextsFor } from "../../../stacks/context.ts";
import { assertFetchesByDigest } from "../../support/dockerfile.ts";
import { HOUSE } from "../../support/house.ts";

const folder = path.join(HOUSE, "images/collector");
const textOf = (file: string) => readFileSync(path.join(folder, file), "utf8");
const dockerfile = textOf("Dockerfile");
type Action = { action: string; key?: string; pattern?: string; from_attribute?: string };
type Attributes = {
    actions: Action[];
    exclude?: { match_type: string; attributes: [{ key: string; value: string }] };
};
const config = parse(textOf("config.yaml")) as {
    receivers: { otlp: { protocols: Record<string, { endpoint: string }> } };
    processors: Record<string, Attributes> & {
        tail_sampling: { policies: { name: string; type: string; [type: string]: unknown }[] };
        memory_limiter: { limit_mib: number };
    };
    exporters: { awsxray: { indexed_attributes: string[]; aws_log_groups: string[]; local_mode: boolean } };
    service: { pipelines: { traces: { receivers: string[]; processors: string[]; exporters: string[] } } };
};
const order = config.service.pipelines.traces.processors;

/** Go's expressions name groups by (?P<name>…). */
const regexOf = (pattern: string) => new RegExp(pattern.replaceAll("(?P<", "(?<"));

/** What the collector's attributes processor does with a span, by its own documentation, as far as the file asks for it. */
function taken(span: Record<string, string>): Record<string, string> {
    let left = { ...span };
    for (const name of order.filter((one) => one.startsWith("attributes/"))) {
        const { exclude, actions } = config.processors[name]!;
        const spared = exclude?.attributes.every(({ key, value }) => regexOf(value).test(left[key] ?? ""));
        if (spared) continue;
        for (const { action, key = "", pattern = "", from_attribute: from = "" } of actions) {
            if (action === "extract") left = { ...left, ...regexOf(pattern).exec(left[key] ?? "")?.groups };
            else if (action === "update" && key in left) left[key] = left[from] ?? left[key]!;
            else if (action === "delete")
                left = Object.fromEntries(
                    Object.entries(left).filter(
                        ([one]) => one !== key && !(pattern && regexOf(pattern).test(one)),
                    ),
                );
        }
    }
    return left;
}

describe("the collector's image", () => {
    it("is AWS's own by its digest, with nothing added but what it is told, and runs as nobody", () => {
        assertFetchesByDigest(dockerfile);
        assert.match(
            dockerfile,
            /^FROM public\.ecr\.aws\/aws-observability\/aws-otel-collector:v[\d.]+@sha256:/m,
        );
        assert.deepEqual(dockerfile.match(/^(COPY|ADD|RUN) .*$/gm), [
            "COPY --chmod=0444 images/collector/config.yaml /etc/collector.yaml",
        ]);
        assert.match(dockerfile, /^USER 10002:10002$/m);
    });

    it("is built for the processor of the task that it is a part of", () => {
        const of = (processor: "ARM64" | "X86_64") => contextsFor(processor).contextOf("collector");
        const [arm, intel] = [of("ARM64"), of("X86_64")];
        assert.deepEqual([arm.cpuArchitecture, intel.cpuArchitecture], ["ARM64", "X86_64"]);
        assert.notEqual(arm.tag, intel.tag);
    });
});

describe("the collector", () => {
    it("takes traces of its own task alone, where OpenTelemetry's libraries send them", () => {
        assert.deepEqual(config.receivers.otlp.protocols, {
            http: { endpoint: "127.0.0.1:4318" },
            grpc: { endpoint: "127.0.0.1:4317" },
        });
    });

    it("refuses first, cleans before it chooses, and sends to X-Ray alone", () => {
        const { receivers, exporters } = config.service.pipelines.traces;
        assert.deepEqual([receivers, exporters], [["otlp"], ["awsxray"]]);
        assert.deepEqual(
            [order[0], order.at(-2), order.at(-1)],
            ["memory_limiter", "tail_sampling", "batch"],
        );
        for (const name of Object.keys(config.processors)) assert.ok(order.includes(name), name);
    });

    it("cuts what was asked for off where its query begins, and leaves out who asked, and all headers and bodies", () => {
        const span = {
            "http.target": "/orders/7?token=private",
            "http.url": "https://a/orders?token=private#private",
            "url.full": "https://a/orders?token=private",
            "url.path": "/orders/7",
            "url.query": "token=private",
            "http.request.header.cookie": "private",
            "http.response.header.set_cookie": "private",
            "http.request.body.text": "private",
            ...{ "client.address": "private", "http.client_ip": "private", "net.sock.peer.addr": "private" },
            ...{ "network.peer.address": "private", "user_agent.original": "private" },
            ...{ "http.user_agent": "private", "messaging.message.body": "private" },
            "http.response.status_code": "500",
            correlation_id: "client-17",
        };
        assert.deepEqual(taken(span), {
            "http.target": "/orders/7",
            "http.url": "https://a/orders",
            "url.full": "https://a/orders",
            "url.path": "/orders/7",
            "http.response.status_code": "500",
            correlation_id: "client-17",
        });
    });

    for (const key of ["db.statement", "db.query.text"]) {
        it(`keeps a statement in ${key} whose values are placeholders, and no other`, () => {
            const keeps = (statement: string) => key in taken({ [key]: statement });
            for (const good of [
                "SELECT id FROM orders WHERE id = $1 AND t2.a1 = $12",
                ' \\n insert INTO "public"."User" ("id") VALUES ($1), ($2) RETURNING *'.replace("\\n", "\n"),
                "WITH a AS (SELECT ?) UPDATE b SET c = ? FROM a",
                "BEGIN",
            ])
                assert.ok(keeps(good), good);
            for (const bad of [
                "SELECT * FROM u WHERE mail = 'a@b.de'",
                "SELECT * FROM u WHERE ssn = 123456789",
                "SELECT * FROM u WHERE pin = 1",
                "SELECT * FROM u WHERE share > .5",
                "SELECT $$private$$",
                "SELECT $tag$private$tag$",
                "GET session:privatekey",
                "HGETALL user",
            ])
                assert.ok(!keeps(bad), bad);
        });
    }

    it("leaves out the values that a statement was sent with, and addresses of databases", () => {
        const span = {
            "db.system": "postgresql",
            "db.query.parameter.0": "private",
            "db.operation.parameter.name": "private",
            "db.postgresql.values": "private",
            "db.connection_string": "postgres://u:private@h/app",
            "db.user": "private",
        };
        assert.deepEqual(taken(span), { "db.system": "postgresql" });
    });

    it("keeps all that failed or took 2 seconds, of the others so many percent, and no question for jobs or health", () => {
        const { policies } = config.processors.tail_sampling;
        const kept = policies.filter(({ type }) => type !== "drop");
        assert.deepEqual(
            kept.map((policy) => policy[policy.type]),
            [
                { status_codes: ["ERROR"] },
                { threshold_ms: 2000 },
                { sampling_percentage: "${env:SAMPLE_PERCENT}" },
            ],
        );
        const dropped = JSON.stringify(policies.filter(({ type }) => type === "drop"));
        assert.deepEqual(dropped.match(/"key":"[^"]+"/g), [
            '"key":"url.path"',
            '"key":"http.target"',
            '"key":"rpc.method"',
        ]);
    });

    it("has the correlation id found by X-Ray's search, and the log beside the trace", () => {
        const { awsxray } = config.exporters;
        assert.deepEqual(awsxray.indexed_attributes, ["correlation_id"]);
        assert.deepEqual(awsxray.aws_log_groups, ["${env:LOG_GROUP}"]);
    });
});
