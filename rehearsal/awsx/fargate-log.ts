import type { Properties, Value } from "../values.ts";
import type { Arguments } from "./arguments.ts";
import { createChild, outputOf } from "./child.ts";
import type { Child } from "./child.ts";
import type { ConstructContext } from "./expansion.ts";
import { derive } from "./links.ts";

export interface Log {
    group?: Child;
    /** `logGroupName` and `logGroupRegion`; undefined where the task has no log group. */
    place?: Value;
}

function placeOfArn(args: Arguments, arn: Value): Value {
    const [, , service, region, , kind, ...name] = String(arn).split(":");
    if (service !== "logs" || kind !== "log-group" || name.length === 0) {
        throw args.error(`logGroup.existing.arn is ${String(arn)}; use the ARN of a log group.`);
    }
    return { logGroupName: name[0] ?? "", logGroupRegion: region ?? "" };
}

async function regionName(context: ConstructContext): Promise<Value> {
    return (await context.invoke("aws:index/getRegion:getRegion", {})).name ?? null;
}

function placeOf(name: Value, region: Value): Value {
    return derive([name, region], (known) => {
        const [logGroupName = null, logGroupRegion = null] = known as Value[];
        return { logGroupName, logGroupRegion };
    });
}

/** Where a task's containers log to: a new group, one that exists, or nowhere. */
export async function createLog(args: Arguments, name: string, context: ConstructContext): Promise<Log> {
    const given = args.spelledOut(args.values.logGroup, "logGroup");
    if (args.knownAt<boolean>(given.skip, "logGroup.skip")) return {};
    if (given.existing !== undefined && given.args !== undefined) {
        throw args.error("use logGroup.existing or logGroup.args, not both.");
    }
    if (given.existing !== undefined) {
        const { arn, name: groupName, region } = args.spelledOut(given.existing, "logGroup.existing");
        if (arn) return { place: derive(arn, (known) => placeOfArn(args, known)) };
        if (!groupName) throw args.error("logGroup.existing is empty; give its name or its arn.");
        return { place: placeOf(groupName, region ?? (await regionName(context))) };
    }
    const draft: Properties = args.spelledOut(given.args, "logGroup.args");
    const group = await createChild(context, "aws:cloudwatch/logGroup:LogGroup", name, draft);
    return { group, place: placeOf(outputOf(group, "name") ?? null, await regionName(context)) };
}
