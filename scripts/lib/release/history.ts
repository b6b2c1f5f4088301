import type { ServiceDeploymentBrief } from "@aws-sdk/client-ecs";
import { paginateGetParameterHistory } from "@aws-sdk/client-ssm";
import { asked, AwsRefusal, type Cloud } from "../cloud.ts";
import { span, table, utc } from "../table.ts";
import type { Place } from "./place.ts";
import type { ReleaseRecord } from "./record.ts";
import { pastOf, revisionsOf, serviceOf } from "./standing.ts";

/** One deployment, or what somebody wanted to release and ECS does not know. Times are those of AWS, in ISO 8601. */
export interface Release {
    at: string;
    image: string;
    /** What `npm run rollback -- --to` takes; undefined of what made no deployment. */
    taskDefinition: string | undefined;
    /** "deploy", "promote", "rollback"; undefined for one that no script has ordered, such as of a changed variable. */
    why: ReleaseRecord["why"] | undefined;
    /** ARN of who ordered it. */
    by: string | undefined;
    /** Why it was deployed though a rollback alarm was red. */
    reason: string | undefined;
    /**
     * By ECS: "SUCCESSFUL", "ROLLBACK_SUCCESSFUL", …; "NO_DEPLOYMENT" of an order that made none, such as to go back to what
     * still ran; "NOT_KNOWN" of what ECS has forgotten after 90 days.
     */
    ended: string;
    /** It served every request for so long; undefined when it never did, or ECS does not tell. */
    servedSeconds: number | undefined;
    isServing: boolean;
}

export interface Written {
    at: Date;
    record: ReleaseRecord;
}

/** All releases that AWS remembers, the newest first. */
export async function releasesOf(cloud: Cloud, place: Place): Promise<Release[]> {
    const [records, past] = [await recordsOf(cloud, place), await pastOf(cloud, place, Infinity)];
    return joined(records, past, await ranBy(cloud, place, past), new Date());
}

type Ran = Pick<Release, "image" | "taskDefinition">;

/** Orders and deployments, both the newest first, and what each revision runs. ECS does not say what ordered one. */
export function joined(
    records: Written[],
    past: ServiceDeploymentBrief[],
    ran: Map<string, Ran>,
    now: Date,
): Release[] {
    const good = past.filter(({ status, finishedAt }) => status === "SUCCESSFUL" && finishedAt);
    const told = new Set<Written>();
    const known = past.map((one, index): Release => {
        const unknown = { image: "?", taskDefinition: undefined };
        const { image, taskDefinition } = ran.get(one.targetServiceRevisionArn ?? "") ?? unknown;
        const [at, before] = [timeOf(one), timeOf(past[index + 1])];
        // Written before ECS began, and since it began the one before: a later start of the same image has no order.
        const order = records.find(
            ({ record, at: written }) => record.image === image && +written <= +at && +written > +before,
        );
        if (order) told.add(order);
        const served = good.indexOf(one);
        const until = served === 0 ? now : good[served - 1]?.finishedAt;
        return {
            at: at.toISOString(),
            image,
            taskDefinition,
            ...toldBy(order?.record),
            ended: one.status ?? "?",
            servedSeconds: served < 0 ? undefined : (+(until ?? now) - +one.finishedAt!) / 1000,
            isServing: served === 0,
        };
    });
    const oldest = timeOf(past.at(-1));
    const others = records
        .filter((one) => !told.has(one))
        .map(({ at, record }) => ({
            ...{ at: at.toISOString(), image: record.image, taskDefinition: undefined, ...toldBy(record) },
            ended: past.length > 0 && at > oldest ? "NO_DEPLOYMENT" : "NOT_KNOWN",
            ...{ servedSeconds: undefined, isServing: false },
        }));
    return [...known, ...others].sort((a, b) => b.at.localeCompare(a.at));
}

function timeOf(one: ServiceDeploymentBrief | undefined): Date {
    return one?.createdAt ?? new Date(0);
}

function toldBy(record: ReleaseRecord | undefined) {
    return { why: record?.why, by: record?.by, reason: record?.reason };
}

/** What was written into the record, the newest first; what is none of the scripts' own is left out. */
async function recordsOf(cloud: Cloud, { parameter }: Place): Promise<Written[]> {
    const found: Written[] = [];
    const client = cloud.parameters();
    const read = async () => {
        for await (const { Parameters = [] } of paginateGetParameterHistory({ client }, { Name: parameter }))
            for (const { Value = "", LastModifiedDate: at } of Parameters) {
                const record = recordIn(Value);
                if (record && at) found.push({ at, record });
            }
    };
    await asked("ssm:GetParameterHistory", read()).catch((error: unknown) => {
        // Nothing was released by a script yet.
        if (!(error instanceof AwsRefusal) || error.code !== "ParameterNotFound") throw error;
    });
    return found.sort((a, b) => +b.at - +a.at);
}

function recordIn(text: string): ReleaseRecord | undefined {
    try {
        const record = Object(JSON.parse(text)) as Partial<ReleaseRecord>;
        return typeof record.image === "string" ? (record as ReleaseRecord) : undefined;
    } catch {
        return undefined;
    }
}

async function ranBy(cloud: Cloud, place: Place, past: ServiceDeploymentBrief[]) {
    const container = (await serviceOf(cloud, place)).loadBalancers?.[0]?.containerName;
    const arns = [...new Set(past.flatMap((one) => one.targetServiceRevisionArn ?? []))];
    const ran = new Map<string, Ran>();
    for (let at = 0; at < arns.length; at += 20)
        for (const one of await revisionsOf(cloud, arns.slice(at, at + 20))) {
            const own = one.containerImages?.find(({ containerName }) => containerName === container);
            const { serviceRevisionArn = "", taskDefinition } = one;
            ran.set(serviceRevisionArn, { image: own?.image ?? "?", taskDefinition });
        }
    return ran;
}

export function releasesText(releases: Release[]): string {
    const rows = releases.map(({ at, why, ended, servedSeconds, isServing, taskDefinition, image, by }) => [
        utc(new Date(at)),
        why ?? "-",
        ended.toLowerCase().replaceAll("_", " "),
        servedSeconds === undefined ? "-" : `${span(servedSeconds * 1000)}${isServing ? ", and does" : ""}`,
        taskDefinition?.split("/").at(-1) ?? "-",
        image.replace(/@(sha256:[0-9a-f]{12})[0-9a-f]{52}$/, "@$1…"),
        by?.split("/").at(-1) ?? "-",
    ]);
    return table(["WHEN (UTC)", "WHY", "ENDED", "SERVED", "TASK DEFINITION", "IMAGE", "BY"], rows);
}
