import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { rehearse, type RehearseOptions } from "../../rehearsal/rehearse.ts";
import { TemporaryProject } from "./project.ts";

export const IMPORTS = 'import * as pulumi from "@pulumi/pulumi";\nimport * as aws from "@pulumi/aws";\n';
export const BUCKET = `${IMPORTS}new aws.s3.Bucket("b");\n`;

interface Asked extends Partial<Omit<RehearseOptions, "policyPacks">> {
    /** A pack's folder in the project. */
    pack?: string;
}

/** What the rehearsal of a project says when it can't be run to its end; `DIR` stands for the project's folder. */
export async function refusal(files: Record<string, string>, asked: Asked = {}): Promise<string> {
    const project = new TemporaryProject(files);
    const { pack, ...options } = asked;
    try {
        await rehearse({
            cwd: project.folder,
            stack: "dev",
            policyPacks: pack === undefined ? [] : [{ folder: `${project.folder}/${pack}` }],
            ...options,
        });
    } catch (error) {
        assert.equal((error as Error).name, "Misuse", String((error as Error).stack));
        return stripVTControlCharacters((error as Error).message).replaceAll(project.folder, "DIR");
    } finally {
        project.remove();
    }
    return assert.fail("it was rehearsed to its end");
}
