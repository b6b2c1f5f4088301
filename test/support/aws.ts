import { once } from "node:events";
import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import { emptyMoto, motoProgram } from "./moto.ts";
import { skipUnless } from "./skip.ts";

/** A call on its way to AWS, as the SDK made it. */
export interface Call {
    /** Such as "rds" or "backup", and the region: from the signature. */
    service: string;
    region: string;
    /** Of who signed it. */
    accessKey: string;
    /** The action of RDS and SQS; the method and path of AWS Backup. */
    action: string;
    query: URLSearchParams;
    body: string;
}

export interface Reply {
    status?: number;
    /** Headers beside the content type. */
    headers?: Record<string, string>;
    body: string;
}

/** Answers what moto lacks, or never; undefined passes the call on to moto. */
export type StandIn = (call: Call) => Reply | "never" | undefined;

/** Simulated AWS: moto, behind a door where a test stands in for what moto lacks. */
export interface Aws {
    /** "service:action" of every call, in order. */
    asked: string[];
    /** Asked first to last. */
    standIns: StandIn[];
    /** Forgets everything, the stand-ins too. */
    reset(): Promise<void>;
    stop(): Promise<void>;
}

const SURROUNDINGS = {
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/nonexistent",
    AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
};

/** The same for a suite, which is skipped where there is no moto. */
export function awsFor(suite: Mocha.Context): Promise<Aws> {
    const program = motoProgram();
    skipUnless(suite, program, "moto is not installed: npm run servers");
    // It starts in seconds on a quiet machine.
    suite.timeout(300_000);
    return startAws(program!);
}

/** Starts it, and turns every AWS client of this process to it by the SDK's own variables. */
export async function startAws(program: string): Promise<Aws> {
    const port = await emptyMoto(program);
    const aws = { asked: [] as string[], standIns: [] as StandIn[] };
    const door = createServer((message, answer) => void pass(message, answer, port, aws));
    door.listen(0, "127.0.0.1");
    await once(door, "listening");
    const endpoint = `http://127.0.0.1:${(door.address() as { port: number }).port}`;
    const before = { ...process.env };
    Object.assign(process.env, SURROUNDINGS, { AWS_ENDPOINT_URL: endpoint });
    delete process.env.AWS_PROFILE;
    return {
        ...aws,
        reset: async () => {
            await fetch(`http://127.0.0.1:${port}/moto-api/reset`, { method: "POST" });
            aws.asked.length = 0;
            aws.standIns.length = 0;
        },
        stop: async () => {
            for (const name of [...Object.keys(SURROUNDINGS), "AWS_ENDPOINT_URL"]) delete process.env[name];
            Object.assign(process.env, before);
            door.closeAllConnections();
            door.close();
        },
    };
}

async function pass(
    message: IncomingMessage,
    answer: ServerResponse,
    port: number,
    aws: Pick<Aws, "asked" | "standIns">,
): Promise<void> {
    let body = "";
    for await (const chunk of message.setEncoding("utf8")) body += chunk;
    const call = callOf(message, body);
    aws.asked.push(`${call.service}:${call.action}`);
    for (const standIn of aws.standIns) {
        const reply = standIn(call);
        if (!reply) continue;
        if (reply === "never") return;
        answer.writeHead(reply.status ?? 200, { "content-type": "application/json", ...reply.headers });
        return void answer.end(reply.body);
    }
    const { method, url, headers } = message;
    const onward = request({ host: "127.0.0.1", port, method, path: url, headers }, (reply) => {
        answer.writeHead(reply.statusCode ?? 500, reply.headers);
        reply.pipe(answer);
    });
    onward.end(body);
}

function callOf({ headers, method, url = "/" }: IncomingMessage, body: string): Call {
    const [, accessKey = "", region = "", service = ""] =
        /Credential=([^/]+)\/\d+\/([\w-]+)\/([\w-]+)\//.exec(headers.authorization ?? "") ?? [];
    const { pathname, searchParams } = new URL(url, "http://aws");
    const target = String(headers["x-amz-target"] ?? "").split(".")[1];
    const form = new URLSearchParams(body.startsWith("Action=") ? body : "");
    const action = target ?? form.get("Action") ?? `${method} ${decodeURIComponent(pathname)}`;
    return { service, region, accessKey, action, query: form.has("Action") ? form : searchParams, body };
}

/** An error as RDS and STS say it. */
export function queryError(code: string, message: string, status = 400): Reply {
    const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
    const body = `<ErrorResponse>${error}<RequestId>1</RequestId></ErrorResponse>`;
    return { status, headers: { "content-type": "text/xml" }, body };
}

/** An error as AWS Backup and SQS say it. */
export function jsonError(code: string, message: string, status = 400): Reply {
    const body = JSON.stringify({ __type: code, Code: code, message });
    return { status, headers: { "x-amzn-errortype": code }, body };
}
