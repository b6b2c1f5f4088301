import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { plant } from "../support/house.ts";

/** Every file of a small house, and the wall that it climbs over; those under "" keep to the design. */
const PLANTED: Record<string, Record<string, string>> = {
    "": {
        "stacks/settings.ts":
            "import { Config } from '@pulumi/pulumi'; export const size = new Config().get('size');",
        "stacks/index.ts":
            "import { size } from './settings.ts'; import { Keys } from '../components/guard/keys.ts'; export const keys = new Keys(size);",
        "components/guard/keys.ts":
            "import { createHash } from 'node:crypto'; import type { Output } from '@pulumi/pulumi'; import * as aws from '@pulumi/aws'; export class Keys { key?: Output<string>; constructor(public size?: string) { void [createHash, aws]; } }",
        "policies/rule.ts":
            "import type { PolicyPack } from '@pulumi/policy'; export type Rule = PolicyPack;",
        "policies/index.ts": "import type { Rule } from './rule.ts'; export const rules: Rule[] = [];",
        "rehearsal/values.ts": "import path from 'node:path'; export const separator = path.sep;",
        "rehearsal/run.ts": "import { separator } from './values.ts'; export const run = separator;",
        // Half of the cycle that egg.ts closes: a cycle is reported once.
        "rehearsal/hen.ts": "import { egg } from './egg.ts'; export const hen = () => egg;",
        "scripts/rehearse.ts": "import { run } from '../rehearsal/run.ts'; void run;",
        "functions/smoke.ts": "import path from 'node:path'; import '../workflow/run.ts'; void path;",
        "workflow/run.ts": "import http from 'node:http'; void http;",
        "example/server.ts": "import http from 'node:http'; void http;",
        "test/any.test.ts":
            "import '../stacks/index.ts'; import '../components/guard/keys.ts'; import '../scripts/rehearse.ts';",
    },
    "rehearsal-sees-no-other-room": {
        "rehearsal/a-stack.ts": "import '../stacks/settings.ts';",
        "rehearsal/a-policy.ts": "import type { Rule } from '../policies/rule.ts'; export type A = Rule;",
        "rehearsal/a-script.ts": "import '../scripts/rehearse.ts';",
        "rehearsal/a-function.ts": "import '../functions/smoke.ts';",
    },
    "policies-see-only-pulumi": {
        "policies/builder.ts": "import '../stacks/settings.ts';",
        "policies/engine.ts": "import '../rehearsal/run.ts';",
        "policies/disk.ts": "import 'node:fs';",
        "policies/library.ts": "import 'zod';",
    },
    "components-see-only-pulumi": {
        "components/guard/secrets.ts": "import type { Keys } from './keys.ts'; export type A = Keys;",
        "components/data/postgres.ts": "import { Keys } from '../guard/keys.ts'; void Keys;",
        "components/data/cache.ts": "import '../../stacks/settings.ts';",
        "components/data/queue.ts": "import 'zod';",
        "components/data/events.ts": "import { made } from './postgres/instance.ts'; void made;",
        "components/parts/only-tls.ts": "import '../data/queue.ts';",
        "components/data/postgres/instance.ts": "import '../queue.ts'; export const made = 1;",
    },
    "only-the-index-builds": {
        "stacks/tiers.ts": "import { Keys } from '../components/guard/keys.ts'; void Keys;",
        "bench/build.ts": "import '../components/guard/keys.ts';",
    },
    "scripts-sees-no-stacks-or-components": {
        "scripts/status.ts": "import '../stacks/settings.ts';",
    },
    "functions-sees-no-other-room": { "functions/restore.ts": "import '../scripts/rehearse.ts';" },
    "workflow-sees-no-other-room": { "workflow/smoke.ts": "import '../functions/smoke.ts';" },
    "images-sees-no-other-room": { "images/web/settings.ts": "import '../../scripts/rehearse.ts';" },
    "example-sees-no-other-room": { "example/app.ts": "import '../functions/smoke.ts';" },
    "stacks-sees-no-other-room": { "stacks/judge.ts": "import '../policies/rule.ts';" },
    "nothing-needs-the-tests": { "bench/reuse.ts": "import '../test/any.test.ts';" },
    "no-cycles": {
        "rehearsal/egg.ts": "import { hen } from './hen.ts'; export const egg = () => hen;",
    },
    "no-orphans": { "rehearsal/alone.ts": "export const alone = 1;" },
    "no-unresolvable": { "rehearsal/nowhere.ts": "import './missing.ts';" },
    "no-undeclared-packages": { "rehearsal/undeclared.ts": "import 'undici-types';" },
    "no-dev-packages-in-the-product": { "rehearsal/dev.ts": "import 'fast-check';" },
};

interface Violation {
    from: string;
    rule: { name: string };
}

describe("the walls of the house", () => {
    let found: string[] = [];

    before(() => {
        const files = Object.assign({}, ...Object.values(PLANTED)) as Record<string, string>;
        const house = plant({
            ...files,
            ".dependency-cruiser.cjs": undefined,
            "package.json": undefined,
            "tsconfig.json": undefined,
        });
        const rooms = [...new Set(Object.keys(files).map((file) => path.dirname(file).split("/")[0] ?? ""))];
        const json = execFileSync(
            process.execPath,
            [
                "node_modules/dependency-cruiser/bin/dependency-cruise.mjs",
                ...["--config", ".dependency-cruiser.cjs", "--output-type", "json", ...rooms],
            ],
            { cwd: house.folder, encoding: "utf8", maxBuffer: 1e8 },
        );
        house.remove();
        const { summary } = JSON.parse(json) as { summary: { violations: Violation[] } };
        found = summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);
    });

    for (const [wall, files] of Object.entries(PLANTED).filter(([name]) => name)) {
        for (const file of Object.keys(files)) {
            it(`${wall} stops ${file}`, () => {
                assert.ok(found.includes(`${wall}: ${file}`), `found only: ${found.join("\n")}`);
            });
        }
    }

    it("lets through what keeps to the design", () => {
        const good = Object.keys(PLANTED[""] ?? {});
        assert.deepEqual(
            found.filter((line) => good.some((file) => line.endsWith(`: ${file}`))),
            [],
        );
    });
});
