import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { docs } from "./docs.ts";
import type { Tier } from "./tiers.ts";

/** By digest, and without a default: none that two independent sources name was to be found, and a wrong one starts no task. */
export const agentImage = z
    .string()
    .max(512)
    .regex(/^$|^[a-z0-9]([a-z0-9._/:-]*[a-z0-9])?@sha256:[0-9a-f]{64}$/)
    .register(docs, {
        says: "Datadog's agent, which stands beside the application and its workers, by the digest of all its processors' images.",
        use: 'public.ecr.aws/datadog/agent@ (or a copy of yours) and what `docker buildx imagetools inspect public.ecr.aws/datadog/agent:7 --format "{{.Manifest.Digest}}"` prints; or "" where site is ""',
    });

/** True for a site without an agent. */
export function isAgentless(input: Record<string, unknown>): boolean {
    const { site, agentImage } = { ...(input.datadog as Record<string, unknown> | undefined) };
    return typeof site === "string" && site !== "" && agentImage === "";
}

/** The variable of the key that Datadog issued: the agent's alone. */
export const AGENT_KEY = "DD_API_KEY";

/** What the agent alone is told, and what the application is. */
export function toldApart<Told>({ [AGENT_KEY]: agentKey, ...issued }: Record<string, Told>) {
    return { agentKey, issued };
}

/** What stands beside a container that serves or works; undefined where Datadog is told nothing. */
export function agentOf<Key>(
    agent: { site: string; image: string } | undefined,
    environment: string,
    version: pulumi.Input<string>,
    apiKey: Key | undefined,
) {
    if (agent === undefined || apiKey === undefined) return undefined;
    return { ...agent, tags: { env: environment, service: environment, version }, apiKey };
}

/** The same beside what another service runs. */
export function servedBy<Own extends { tags: object } | undefined>(observed: Own, service: string): Own {
    return observed && { ...observed, tags: { ...observed.tags, service } };
}

/**
 * The same tier with the next size of memory that Fargate offers for its tasks' CPU, where an agent stands in them: so the
 * application keeps what it has without one, for the agent may take 256 MiB. What it costs, `npm run cost` says.
 */
export function withAgent(tier: Tier, site: string): Tier {
    if (site === "") return tier;
    const { service, worker } = tier;
    return { ...tier, service: larger(service), worker: larger(worker) };
}

/** Fargate doubles the memory of its smallest tasks, and adds a GiB to the others' (ECS Developer Guide, "Task size"). */
function larger<Size extends { cpu: number; memory: number }>(size: Size): Size {
    return { ...size, memory: size.cpu === 256 ? size.memory * 2 : size.memory + 1024 };
}
