import { once } from "node:events";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import * as grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import type proto from "@pulumi/pulumi/proto/analyzer_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { startNode, stop } from "../child.ts";
import { Misuse } from "../misuse.ts";
import { environmentOf, sdkCommand } from "../program.ts";
import { runtimeOf } from "../project/runtime.ts";
import type { Stack } from "../project/stack.ts";
import { readYaml } from "../project/yaml-file.ts";
import { levelsOf, type PackConfig } from "./levels.ts";

const MAX_MESSAGE_BYTES = 400 * 1024 * 1024; // the policy SDK's own limit, server.js
const MILLISECONDS_FOR_LAST_WORDS = 2000;

export interface PackOptions {
    folder: string;
    stack: Stack;
    project: string;
    organization: string;
    preview: boolean;
    environment: NodeJS.ProcessEnv;
    /** Levels and settings of its policies, by name, that differ from its own. */
    config: PackConfig;
    /** Ends the pack, even one that never came up. */
    signal?: AbortSignal;
    /** Where the pack's own output goes. */
    onOutput(text: string): void;
}

/** A running policy pack. */
export interface Pack {
    info: proto.AnalyzerInfo;
    /** What to do about a violation, by policy. */
    fixes: ReadonlyMap<string, string>;
    /** Some policy looks at single resources; some policy may change them. */
    judgesResources: boolean;
    remediates: boolean;
    analyze(request: proto.AnalyzeRequest): Promise<proto.AnalyzeResponse>;
    analyzeStack(request: proto.AnalyzeStackRequest): Promise<proto.AnalyzeResponse>;
    remediate(request: proto.AnalyzeRequest): Promise<proto.RemediateResponse>;
    close(): void;
}

/** Starts a pack with the pack runner of its own SDK, which prints the port on which it listens. */
export async function startPack(options: PackOptions): Promise<Pack> {
    const folder = resolve(options.folder);
    const file = join(folder, "PulumiPolicy.yaml");
    if (!existsSync(file)) {
        throw new Misuse(
            `There is no PulumiPolicy.yaml in ${folder}; --policy-pack takes the folder of a policy pack.`,
        );
    }
    const runtime = runtimeOf(file, readYaml(file).runtime);
    // The language host puts the arguments for Node behind the runner, which takes them for its own: so does this.
    const child = startNode(
        [sdkCommand(folder, "run-policy-pack"), ...runtime.nodeArgs, "127.0.0.1:0", folder],
        {
            cwd: folder,
            env: environmentOf(options.environment, options.stack, runtime),
        },
    );
    options.signal?.addEventListener("abort", () => stop(child));
    let printed = "";
    child.stderr?.on("data", (data: Buffer) => {
        printed += data;
        options.onOutput(String(data));
    });
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    const port = await Promise.race([
        once(lines, "line").then(([line]) => String(line)),
        once(child, "exit").then(() => ""),
    ]);
    if (!/^\d+$/.test(port)) {
        stop(child);
        throw new Misuse(`The policy pack in ${folder} failed to start.\n${`${port}\n${printed}`.trim()}`);
    }
    lines.on("line", (line: string) => options.onOutput(`${line}\n`));
    const client = new services.AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
        "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
        "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
    });
    options.signal?.addEventListener("abort", () => client.close());
    const died = once(child, "close").then(() => {
        throw new Misuse(`The policy pack in ${folder} stopped.\n${printed.trim()}`);
    });
    died.catch(() => undefined);
    const ask =
        <Request, Response>(method: (request: Request, done: grpc.requestCallback<Response>) => unknown) =>
        (request: Request) =>
            Promise.race([
                died,
                new Promise<Response>((answered, failed) =>
                    method.call(client, request, (error, response) => {
                        if (!error && response) return answered(response);
                        const misuse = new Misuse(`The policy pack in ${folder} failed: ${error?.details}`);
                        // A pack that dies drops the connection first; what it said then is the better answer.
                        if (error?.code !== grpc.status.UNAVAILABLE) failed(misuse);
                        else setTimeout(() => failed(misuse), MILLISECONDS_FOR_LAST_WORDS);
                    }),
                ),
            ]);
    const info = await ask(
        client.getAnalyzerInfo as never as (
            r: empty.Empty,
            d: grpc.requestCallback<proto.AnalyzerInfo>,
        ) => void,
    )(new empty.Empty());
    const levels = levelsOf(info, options.config, folder);
    await ask(
        client.configure as never as (
            r: proto.ConfigureAnalyzerRequest,
            d: grpc.requestCallback<empty.Empty>,
        ) => void,
    )(levels.request);
    return {
        info,
        fixes: new Map(
            info.getPoliciesList().map((policy) => [policy.getName(), policy.getRemediationSteps()]),
        ),
        judgesResources: levels.judgesResources,
        remediates: levels.remediates,
        analyze: ask(client.analyze as never),
        analyzeStack: ask(client.analyzeStack as never),
        remediate: ask(client.remediate as never),
        close: () => {
            client.close();
            stop(child);
        },
    };
}
