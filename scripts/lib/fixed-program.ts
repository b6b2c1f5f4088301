import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";
import { observed, type Observed } from "../../rehearsal/real/facts.ts";
import { rehearse } from "../../rehearsal/rehearse.ts";
import { PROGRAMS, STACK, STACK_OUTPUTS, SURROUNDINGS } from "./recording.ts";

/** A fixed program with a state of its own, to be rehearsed run by run. */
export interface RehearsedProgram {
    run(command: "preview" | "up", step: number): Promise<Observed>;
    close(): void;
}

/**
 * Rehearses a copy of the program, for its setting `step` changes from run to run. `isCompiled` makes it JavaScript first:
 * it registers the same, and needs no loader, which takes half of the time of a small program.
 */
export function rehearsed(program: string, { isCompiled = false } = {}): RehearsedProgram {
    const folder = mkdtempSync(join(tmpdir(), "rehearsed-"));
    const cwd = join(folder, program);
    cpSync(join(PROGRAMS, program), cwd, { recursive: true });
    symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
    if (isCompiled) compile(cwd);
    const settings = join(cwd, `Pulumi.${STACK}.yaml`);
    return {
        async run(command, step) {
            if (step > 1) {
                const text = readFileSync(settings, "utf8");
                writeFileSync(settings, text.replace(/:step: \d/, `:step: ${step}`));
            }
            const rehearsal = await rehearse({
                cwd,
                stack: STACK,
                mode: command === "preview" ? "plan" : "deploy",
                stateFile: join(folder, "state.json"),
                stackOutputs: STACK_OUTPUTS,
                environment: { ...process.env, ...SURROUNDINGS },
            });
            return observed(rehearsal);
        },
        close: () => rmSync(folder, { recursive: true, force: true }),
    };
}

function compile(cwd: string): void {
    const [from, to] = [join(cwd, "index.ts"), join(cwd, "index.js")];
    buildSync({ entryPoints: [from], outfile: to, format: "esm", platform: "node", keepNames: true });
    writeFileSync(join(cwd, "package.json"), '{ "type": "module", "main": "index.js" }');
    const project = join(cwd, "Pulumi.yaml");
    writeFileSync(project, readFileSync(project, "utf8").replace(", nodeargs: --import tsx", ""));
}
