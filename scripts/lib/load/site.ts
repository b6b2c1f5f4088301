import { isIP } from "node:net";
import { signIn, type Cloud } from "../cloud.ts";
import { Misuse, Refusal } from "../command.ts";
import { environmentOf, mapOutputOf, outputOf, type Environment } from "../environment.ts";
import { placeOf } from "../release/place.ts";
import { isWell, standingOf } from "../release/standing.ts";
import { stageOf } from "../release/watch.ts";
import { sharesOf } from "../release/way-back.ts";
import type { World } from "../world.ts";
import type { LoadEvidence, Served } from "./evidence.ts";
import { normalRate, type Normal } from "./normal.ts";

/** What is loaded, and what is known about it. */
export interface Site {
    url: string;
    /** The name on its certificate. @default the host of the URL */
    serverName: string | undefined;
    /** What the firewall knows a load test by; it would stop one for its rate. */
    headers: Record<string, string>;
    /** On this machine: nobody else's, and nobody is asked. */
    isHere: boolean;
    /** What a person types to go on. */
    asked: Pick<Environment, "name" | "stack">;
    /** Where the evidence is kept; an app at a mere address has nothing to be told by what served. */
    kept: { cloud: Cloud; environment: string; bucket: string } | undefined;
    /** What serves; where it `hasToRest` anything that is not settled is refused. */
    served(hasToRest: boolean): Promise<Served | undefined>;
    /** `like` is another stack whose users are what is normal. */
    normal(requests: number, like: string | undefined): Promise<Normal>;
    /** The last line. */
    next(kind: LoadEvidence["kind"], verdict: LoadEvidence["verdict"]): string;
}

/** An app at an address, of which nothing else is known. */
export function addressed(text: string): Site {
    const isGood = /^https?:\/\/[^/?#@\s]+\/?$/.test(text) && URL.canParse(text);
    if (!isGood) throw new Misuse(`--url is ${text}; use https:// and a host, and nothing after it.`);
    const { origin, hostname } = new URL(text);
    return {
        ...{ url: origin, serverName: undefined, headers: {}, isHere: isLoopback(hostname), kept: undefined },
        asked: { name: hostname, stack: hostname },
        served: () => Promise.resolve(undefined),
        normal: () => {
            throw new Refusal(`Nobody knows how much is normal at ${origin}; use --normal-rate.`);
        },
        next: () => "Next: npm run load -- --stack <stack> --soak",
    };
}

/** A deployed environment. */
export async function deployed(stack: string | undefined, world: World): Promise<Site> {
    const environment = await environmentOf(stack, world);
    const place = placeOf(environment);
    const [url, bucket] = [outputOf(environment, "url"), outputOf(environment, "evidenceBucket")];
    const cloud = await signIn(environment);
    const { serverName } = environment.outputs;
    const { header = "", value = "" } = mapOutputOf(environment, "loadTest");
    return {
        ...{ url, isHere: false, asked: environment, kept: { cloud, environment: environment.name, bucket } },
        headers: { [header]: value },
        serverName: typeof serverName === "string" ? serverName : undefined,
        served: async (hasToRest) => {
            const standing = await standingOf(cloud, place);
            const { flight, serving, newest, revisions } = standing;
            const why = flight
                ? `A deployment is in flight (${stageOf(flight)}); wait for its end`
                : serving && isWell(serving)
                  ? undefined
                  : `No version serves all requests with all of its tasks healthy (${sharesOf(revisions)}); look`;
            if (hasToRest && why !== undefined)
                throw new Refusal(
                    `${why}: npm run status -- --stack ${environment.stack}. Nothing was sent.`,
                );
            const image = serving?.image ?? sharesOf(revisions);
            return { image, deployment: newest.serviceDeploymentArn ?? "?" };
        },
        normal: async (requests, like) => {
            if (like === undefined)
                return normalRate(cloud, { place, bucket, stack: environment.stack }, requests);
            const other = await environmentOf(like, world);
            const where = { place: placeOf(other), bucket: outputOf(other, "evidenceBucket"), stack: like };
            return normalRate(await signIn(other), where, requests);
        },
        next: (kind, verdict) =>
            kind === "soak" && verdict === "passed"
                ? `Next: npm run promote -- --from ${environment.stack} --to <stack>`
                : `Next: npm run status -- --stack ${environment.stack}`,
    };
}

function isLoopback(hostname: string): boolean {
    const host = hostname.replace(/^\[|\]$/g, "");
    return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}
