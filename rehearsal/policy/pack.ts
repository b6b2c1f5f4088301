import * as grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import type proto from "@pulumi/pulumi/proto/analyzer_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { stop } from "../child.ts";
import { Misuse } from "../misuse.ts";
import type { LaunchedPack } from "./launch.ts";
import { levelsOf, type PackConfig } from "./levels.ts";
import { Patience } from "./patience.ts";

const MAX_MESSAGE_BYTES = 400 * 1024 * 1024; // the policy SDK's own limit, server.js
const MILLISECONDS_FOR_LAST_WORDS = 2000;

interface PackOptions {
    /** Levels and settings of its policies, by name, that differ from its own. */
    config: PackConfig;
    /** How long it may say nothing to what it was asked. @default for ever */
    timeoutSeconds?: number;
    /** Hears when the pack begins and stops to owe an answer. */
    onWait?(waits: boolean): void;
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

/** Waits until a pack is up, and tells it what it is to know. */
export async function connectPack(launched: LaunchedPack, options: PackOptions): Promise<Pack> {
    const { folder, child, printed } = launched;
    const patience = new Patience(
        options.timeoutSeconds,
        () => new Misuse(`The policy pack in ${folder} has said nothing for ${options.timeoutSeconds} s.`),
        (waits) => options.onWait?.(waits),
    );
    const port = await patience.for(launched.port);
    if (!/^\d+$/.test(port)) {
        stop(child);
        throw new Misuse(`The policy pack in ${folder} failed to start.\n${`${port}\n${printed()}`.trim()}`);
    }
    child.once("close", () => {
        const said = `The policy pack in ${folder} stopped in the middle of its work.\n${printed()}`;
        patience.end(new Misuse(said.trim()));
    });
    const client = new services.AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
        "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
        "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
        "grpc.enable_channelz": 0,
    });
    const ask =
        <Request, Response>(method: (request: Request, done: grpc.requestCallback<Response>) => unknown) =>
        (request: Request) =>
            patience.for(
                new Promise<Response>((answered, failed) =>
                    method.call(client, request, (error, response) => {
                        if (!error && response) return answered(response);
                        const misuse = new Misuse(`The policy pack in ${folder} failed: ${error?.details}`);
                        // A pack that dies drops the connection first; what it said then is the better answer.
                        if (error?.code !== grpc.status.UNAVAILABLE) failed(misuse);
                        else setTimeout(() => failed(misuse), MILLISECONDS_FOR_LAST_WORDS);
                    }),
                ),
            );
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
