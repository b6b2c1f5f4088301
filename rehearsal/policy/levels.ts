import proto from "@pulumi/pulumi/proto/analyzer_pb.js";
import { z } from "zod";
import { Misuse } from "../misuse.ts";
import { fromStruct, toStruct } from "../engine/wire.ts";
import type { Properties } from "../values.ts";

const { ADVISORY, MANDATORY, DISABLED, REMEDIATE } = proto.EnforcementLevel;
const NAMES = { advisory: ADVISORY, mandatory: MANDATORY, disabled: DISABLED, remediate: REMEDIATE } as const;
export type Level = keyof typeof NAMES;

/** A pack's configuration file: a level, or a level with settings, by policy name; "all" stands for every policy. */
const configSchema = z.record(
    z.string(),
    z.union([
        z.enum(["advisory", "mandatory", "disabled", "remediate"]),
        z.looseObject({
            enforcementLevel: z.enum(["advisory", "mandatory", "disabled", "remediate"]).optional(),
        }),
    ]),
);
export type PackConfig = z.infer<typeof configSchema>;

export function readPackConfig(file: string, content: unknown): PackConfig {
    const result = configSchema.safeParse(content);
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    throw new Misuse(
        `${file}: ${issue?.path.join(".")} is not a policy's configuration; ` +
            'use "advisory", "mandatory", "remediate" or "disabled", or {"enforcementLevel": …, settings}.',
    );
}

/** The level of a violation: what a remediation did not put in order, or can't, must be put in order by hand. */
export function levelName(level: proto.EnforcementLevel): Level {
    if (level === REMEDIATE) return "mandatory";
    return (Object.keys(NAMES) as Level[]).find((name) => NAMES[name] === level) ?? "advisory";
}

function split(entry: PackConfig[string] | undefined): { level?: Level; settings: Properties } {
    if (entry === undefined) return { settings: {} };
    if (typeof entry === "string") return { level: entry, settings: {} };
    const { enforcementLevel, ...settings } = entry;
    return { level: enforcementLevel, settings: settings as Properties };
}

/** Puts together what a pack says of itself and what its user wants, as the engine does: the nearest wins. */
export function levelsOf(info: proto.AnalyzerInfo, config: PackConfig, folder: string) {
    const known = info.getPoliciesList().map((policy) => policy.getName());
    for (const name of Object.keys(config)) {
        if (name !== "all" && !known.includes(name)) {
            throw new Misuse(
                `The policy pack in ${folder} has no policy "${name}"; it has ${known.join(", ")}.`,
            );
        }
    }
    const request = new proto.ConfigureAnalyzerRequest();
    let judgesResources = false;
    let remediates = false;
    for (const policy of info.getPoliciesList()) {
        const name = policy.getName();
        const initial = info.getInitialconfigMap().get(name);
        const all = split(config.all);
        const own = split(config[name]);
        const chosen = own.level ?? all.level;
        const level = chosen
            ? NAMES[chosen]
            : (initial?.getEnforcementlevel() ?? policy.getEnforcementlevel());
        const settings = { ...defaultsOf(policy), ...fromStruct(initial?.getProperties()), ...own.settings };
        for (const required of policy.getConfigschema()?.getRequiredList() ?? []) {
            if (required in settings || level === DISABLED) continue;
            throw new Misuse(`The policy "${name}" in ${folder} needs the setting "${required}".`);
        }
        request
            .getPolicyconfigMap()
            .set(name, new proto.PolicyConfig().setEnforcementlevel(level).setProperties(toStruct(settings)));
        const active = level !== DISABLED;
        judgesResources ||= active && policy.getPolicyType() !== proto.PolicyType.POLICY_TYPE_STACK;
        remediates ||= level === REMEDIATE;
    }
    return { request, judgesResources, remediates };
}

function defaultsOf(policy: proto.PolicyInfo): Properties {
    const properties = fromStruct(policy.getConfigschema()?.getProperties());
    return Object.fromEntries(
        Object.entries(properties).flatMap(([key, schema]) => {
            const fallback = (schema as Properties | null)?.default;
            return fallback === undefined ? [] : [[key, fallback]];
        }),
    );
}
