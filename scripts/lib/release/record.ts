import { GetParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import { asked, AwsRefusal, type Cloud } from "../cloud.ts";
import { Refusal } from "../command.ts";
import { plain } from "../table.ts";
import type { Environment } from "../environment.ts";
import { imageInFile, type Place } from "./place.ts";

/** Somebody else has written the record at the same moment. */
class Raced extends Refusal {}

/** What is released: the program runs this image as long as the stack's file still says what it said then (`over`). */
export interface ReleaseRecord {
    image: string;
    over: string;
    at: string;
    by: string;
    why: "deploy" | "promote" | "rollback";
    /** Why it was deployed though a rollback alarm was red (`--fix-forward`), or unproven (`--skip-promotion`). */
    reason?: string;
}

/** The record and its version; SSM counts from 1, so 0 is none. */
export interface Kept {
    record: ReleaseRecord | undefined;
    version: number;
    /** When it was written, by SSM's clock. */
    at?: Date | undefined;
}

export async function readRecord(cloud: Cloud, { parameter }: Place): Promise<Kept> {
    const { text, version, at } = await readText(cloud, parameter);
    return { record: text === undefined ? undefined : parsed(text, parameter), version, at };
}

/** A record of now, by whoever is signed in. */
export function recordOf(
    image: string,
    why: ReleaseRecord["why"],
    environment: Environment,
    { caller }: Pick<Cloud, "caller">,
    reason?: string,
): ReleaseRecord {
    const over = imageInFile(environment);
    return {
        image,
        over,
        at: new Date().toISOString(),
        by: caller,
        why,
        ...(reason !== undefined && { reason }),
    };
}

/**
 * Writes it in the place of what was read. SSM has no write under a condition; but each write gets a number of its own,
 * and so whoever was not the first to follow what was read knows it, and puts back what the first one wrote.
 */
export async function writeRecord(
    cloud: Cloud,
    place: Place,
    before: Pick<Kept, "version">,
    record: ReleaseRecord,
): Promise<Kept> {
    const { parameter } = place;
    const write = (Value: string) => put(cloud, parameter, Value, before.version > 0);
    const version = await write(JSON.stringify(record));
    if (version === before.version + 1) return { record, version };
    const { text } = await readText(cloud, parameter, version - 1);
    if (text !== undefined) await put(cloud, parameter, text, true);
    throw raced(text === undefined ? undefined : parsed(text, parameter));
}

/** Puts what serves into the record, unless somebody has written another one since `own`. */
export async function settleRecord(
    cloud: Cloud,
    place: Place,
    own: ReleaseRecord | undefined,
    record: ReleaseRecord,
): Promise<boolean> {
    const now = await readRecord(cloud, place);
    if (JSON.stringify(now.record) !== JSON.stringify(own)) return false;
    if (now.record?.image === record.image) return true;
    try {
        await writeRecord(cloud, place, now, record);
    } catch (error) {
        if (!(error instanceof Raced)) throw error;
        return (await readRecord(cloud, place)).record?.image === record.image;
    }
    return true;
}

async function put(cloud: Cloud, Name: string, Value: string, Overwrite: boolean): Promise<number> {
    const question = new PutParameterCommand({ Name, Value, Type: "String", Overwrite });
    try {
        const { Version } = await asked("ssm:PutParameter", cloud.parameters().send(question));
        return Version ?? 0;
    } catch (error) {
        if (error instanceof AwsRefusal && error.code === "ParameterAlreadyExists") throw raced(undefined);
        throw error;
    }
}

async function readText(cloud: Cloud, name: string, version?: number) {
    const Name = version === undefined ? name : `${name}:${version}`;
    try {
        const question = new GetParameterCommand({ Name });
        const { Parameter } = await asked("ssm:GetParameter", cloud.parameters().send(question));
        const { Value: text, Version = 0, LastModifiedDate: at } = Parameter ?? {};
        return { text, version: Version, at };
    } catch (error) {
        if (error instanceof AwsRefusal && /^Parameter(Version)?NotFound$/.test(error.code))
            return { text: undefined, version: 0, at: undefined };
        throw error;
    }
}

function parsed(text: string, parameter: string): ReleaseRecord {
    try {
        const record = JSON.parse(text) as Partial<ReleaseRecord>;
        if (typeof record.image === "string" && typeof record.over === "string")
            return record as ReleaseRecord;
    } catch {
        // Not JSON either.
    }
    throw new Refusal(
        `The parameter ${parameter} is ${plain(text)}, and no record of a release; only the scripts write it. Delete it, and what serves is released anew by the next deploy.`,
    );
}

function raced(by: ReleaseRecord | undefined): Raced {
    const who = by
        ? `${by.by} has written ${by.why} of ${by.image} into the record`
        : "Somebody has written the record";
    return new Raced(
        `${who} at the same moment: somebody else is releasing. Look with \`npm run status\`, and run the same command again.`,
    );
}
