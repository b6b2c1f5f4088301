import { readFileSync } from "node:fs";

import type { Properties } from "../../values.ts";
import { canonical, hex } from "../hash.ts";
import { locate } from "../locate.ts";
import { packageOf } from "../schema.ts";
import { declaresAllOptional, standIn } from "../stand-in.ts";
import { bodyOf, parseMembers } from "../types.ts";
import { ACCOUNT_ANSWERS } from "./account.ts";
import { EDGE_ANSWERS } from "./edge.ts";
import { KUBERNETES_ANSWERS } from "./kubernetes.ts";
import { NETWORK_ANSWERS } from "./network.ts";
import { PARAMETER_ANSWERS } from "./parameters.ts";
import { policyDocument } from "./policy-document.ts";
import type { Answer, Question } from "./question.ts";
import { SERVICE_ANSWERS } from "./services.ts";

/** By AWS's token without its package: "ec2/getVpc". */
const AWS: Record<string, Answer> = {
    ...ACCOUNT_ANSWERS,
    ...EDGE_ANSWERS,
    ...NETWORK_ANSWERS,
    ...PARAMETER_ANSWERS,
    ...SERVICE_ANSWERS,
    "iam/getPolicyDocument": ({ args }) => policyDocument(args),
};

/** Answers a provider's function: from a table, else from the types of its result, which is noted as made up. */
export function invoke(question: Question): Properties {
    const { token, args } = question;
    const [source, module = ""] = token.split(":");
    const answer = source === "aws" ? AWS[module.replace(/^index\//, "")] : KUBERNETES_ANSWERS[token];
    const region = typeof args.region === "string" ? args.region : question.region;
    const types = resultTypes(token, question.packages);
    if (!answer && !types) {
        const why = question.packages.has(source as string)
            ? `only the plugin of "${source}" can. Use --engine, with that plugin installed`
            : `no package installed here declares it. Install the package "${source}"`;
        throw new Error(
            `The rehearsal cannot answer ${token}: ${why}, or answer it in rehearsal/cloud/invokes/.`,
        );
    }
    if (!answer) question.madeUp.push(token);
    const seed = `${token} ${region} ${canonical(args)}`;
    const result: Properties = {
        ...defaults(types, seed, answer !== undefined),
        ...args,
        ...answer?.({ ...question, region }),
    };
    if (types?.members.some((member) => member.name === "region") && source === "aws")
        result.region ??= region;
    result.id ??= hex(seed, 16);
    return result;
}

interface ResultTypes {
    members: ReturnType<typeof parseMembers>;
    folder: string;
}

/** A known function leaves empty what it doesn't say; of an unknown one every result is made up. */
function defaults(types: ResultTypes | undefined, seed: string, known: boolean): Properties {
    const result: Properties = {};
    const all = types !== undefined && declaresAllOptional(types.folder);
    for (const { name, shape, optional } of types?.members ?? []) {
        if ((optional && !all) || name === "id" || name === "region") continue;
        const kind = shape.kind;
        if (!known) result[name] = standIn(name, shape, seed, types?.folder ?? "");
        else if (kind === "string") result[name] = "";
        else if (kind === "number") result[name] = 0;
        else if (kind === "boolean") result[name] = false;
        else result[name] = kind === "list" ? [] : {};
    }
    return result;
}

const cache = new Map<string, ResultTypes | undefined>();

function resultTypes(token: string, packages: Map<string, string>): ResultTypes | undefined {
    const folder = packages.get(packageOf(token));
    if (folder === undefined) return undefined;
    const key = `${folder} ${token}`;
    if (!cache.has(key)) cache.set(key, readResult(token, folder));
    return cache.get(key);
}

function readResult(token: string, folder: string): ResultTypes | undefined {
    const file = locate(token, folder);
    if (file === undefined) return undefined;
    const name = token.split(":")[2] ?? "";
    const declarations = readFileSync(file.replace(/\.([cm]?)js$/, ".d.$1ts"), "utf8");
    const body = bodyOf(declarations, `interface ${name.charAt(0).toUpperCase()}${name.slice(1)}Result `);
    // A function can return something else than an object of its own, and then the types say nothing of its members.
    return { folder, members: parseMembers(body ?? "") };
}
