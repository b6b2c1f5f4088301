import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { Refusal } from "../command.ts";
import { mapOutputOf, outputOf, type Environment } from "../environment.ts";

/** Where an environment's releases are, as its outputs tell. */
export interface Place {
    cluster: string;
    service: string;
    /** The parameter of SSM that says what is released. */
    parameter: string;
    /** The alarms that roll a deployment back. */
    alarms: string[];
    /** The table where a release is announced that may begin though one of them is red. A stack from before has none. */
    announcements: string | undefined;
    /** The workers' service, where there is one. */
    workers: string | undefined;
}

export function placeOf(environment: Environment): Place {
    const { parameter, alarms, announcements } = mapOutputOf(environment, "release") as {
        parameter?: unknown;
        alarms?: unknown;
        announcements?: unknown;
    };
    if (typeof parameter !== "string" || !Array.isArray(alarms))
        throw new Refusal(
            `The output release of ${environment.stack} is ${JSON.stringify({ parameter, alarms })}; deploy it with this version of the program: pulumi up --stack ${environment.stack}`,
        );
    return {
        cluster: outputOf(environment, "clusterName"),
        service: outputOf(environment, "serviceName"),
        ...{ parameter, alarms: alarms.map(String) },
        announcements: textIn(announcements),
        workers: textIn(environment.outputs.workerServiceName),
    };
}

/** Whether its releases were another environment's first: it pulls what that one builds, and has no repository of its own. */
export function isPromotedTo({ file }: Pick<Environment, "file">): boolean {
    const images = Object(configIn(file)["airworthy:images"]) as { repository?: unknown };
    return images.repository === "elsewhere";
}

/** The image that the stack's file names, which a release stands in for until somebody edits it; "" for the example. */
export function imageInFile({ file, stack }: Pick<Environment, "file" | "stack">): string {
    const { image } = Object(configIn(file)["airworthy:service"]) as { image?: unknown };
    if (typeof image === "string") return image;
    throw new Refusal(
        `${path.basename(file)}: airworthy:service.image is missing; use what ${stack} runs, by digest, or "" for the example.`,
    );
}

function configIn(file: string): Record<string, unknown> {
    const { config } = Object(parse(readFileSync(file, "utf8"))) as { config?: Record<string, unknown> };
    return config ?? {};
}

const textIn = (value: unknown) => (typeof value === "string" ? value : undefined);
