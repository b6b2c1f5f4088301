import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { schema } from "./schema.ts";
import { refuseAsleep } from "./sleep.ts";

/** By digest; or the example after a rollback to it, under the tag that it was built with, which nobody can move. */
const runnable = z
    .string()
    .max(512)
    .regex(/^[a-z0-9][a-z0-9._/:-]*@sha256:[0-9a-f]{64}$|^\d{12}\.dkr\.ecr\.[\w.-]+\/[\w./-]+:[0-9a-f]{16}$/);

/** What the scripts that release leave in the account: the program reads it, and nothing else says what runs. */
interface ReleaseRecord {
    image: string;
    /** What the stack file said at that time. */
    over: string;
}

/** The parameter of Systems Manager that holds the record, for an environment of this name. */
export function releaseParameter(environment: string): string {
    return `/${environment}/release`;
}

/**
 * The image that runs, "" for the example: the one that was released last, for as long as the stack file still says what
 * it said then. Who has written another one there since wants that one.
 */
export async function releasedImage(
    environment: string,
    image: string,
    provider: aws.Provider,
): Promise<string> {
    const name = releaseParameter(environment);
    // By path, for a parameter that is not there yet is no error then.
    const found = await aws.ssm.getParametersByPath(
        { path: `/${environment}`, withDecryption: false },
        { provider },
    );
    const valueOf = (one: string) => found.values[found.names.indexOf(one)];
    refuseAsleep(environment, valueOf(`/${environment}/sleep`));
    const text = valueOf(name);
    const record = text === undefined ? undefined : recordIn(name, text);
    return record?.over === image ? record.image : image;
}

function recordIn(name: string, text: string): ReleaseRecord {
    const { image } = schema.shape.service.shape;
    try {
        const { image: released, over } = Object(JSON.parse(text)) as Record<string, unknown>;
        return { image: runnable.parse(released), over: image.parse(over) };
    } catch {
        throw new pulumi.RunError(
            `The parameter ${name} of Systems Manager is ${text.slice(0, 200)}; it has to be {"image":"<repository>@sha256:…","over":"<service.image of the stack file>"}. ` +
                `Delete it to run what the stack file says: aws ssm delete-parameter --name ${name}`,
        );
    }
}
