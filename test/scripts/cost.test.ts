import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { main } from "../../scripts/cost.ts";
import type { Measured } from "../../scripts/lib/cost/measured.ts";
import { realWorld, type Ran } from "../../scripts/lib/world.ts";
import { TemporaryProject } from "../support/project.ts";

const IMPORTS = 'import * as aws from "@pulumi/aws";\n';
const addresses = (count: number) =>
    Array.from({ length: count }, (_, index) => `new aws.ec2.Eip("address-${index}");\n`).join("");
const USAGE = `airworthy:usage: { users: 10, requestsPerUser: 1, responseKb: 1, logKbPerRequest: 1, jobsPerUser: 1, uploadMbPerUser: 1, releases: 1, busyHours: 0 }`;
const settings = (more = USAGE) => `config:
  aws:region: us-east-1
  airworthy:monthlyBudgetUsd: 5
  ${more}
`;

describe("npm run cost", function () {
    const project = new TemporaryProject({});
    const data: string[] = [];
    const talk: string[] = [];
    let state: Ran = { code: 1, output: "" };
    const world = {
        ...realWorld(),
        ...{ cwd: project.folder, out: (text: string) => void data.push(text) },
        err: (text: string) => void talk.push(text),
        run: (command: string, args: string[], options = {}) =>
            command === "pulumi" ? Promise.resolve(state) : realWorld().run(command, args, options),
    };
    const git = (...args: string[]) =>
        execFileSync("git", ["-c", "user.name=x", "-c", "user.email=x@example.com", ...args], {
            cwd: project.folder,
            encoding: "utf8",
        });
    const cost = (...argv: string[]) => {
        data.length = talk.length = 0;
        return main(argv, world);
    };

    before(() => {
        project.write({
            ...{
                "index.ts": IMPORTS + addresses(2),
                "Pulumi.dev.yaml": settings(),
                ".gitignore": "node_modules\n",
            },
            "package-lock.json": "{}\n",
        });
        git("init", "--quiet");
        git("add", ".");
        git("commit", "--quiet", "-m", "two addresses");
        git("branch", "fix/#1+2");
    });
    beforeEach(() => {
        project.write({ "index.ts": IMPORTS + addresses(2), "Pulumi.dev.yaml": settings() });
        project.write({ "package-lock.json": "{}\n" });
    });
    after(() => project.remove());
    const leavesNothing = () => {
        assert.equal(git("worktree", "list").trim().split("\n").length, 1);
        assert.deepEqual(
            readdirSync(tmpdir()).filter((name) => name.startsWith("airworthy-cost-")),
            [],
        );
    };

    it("says what an environment costs, that it is over its budget, and what was assumed", async () => {
        assert.equal(await cost(), 0, talk.join("\n"));
        assert.match(
            data[0]!,
            /^dev: \$7\.30 a month, \$7\.30 of it fixed and \$0\.00 by use; 0 of 2 charges \(0\.0 %\) are unknown/,
        );
        assert.match(
            data[0]!,
            /^That is more than airworthy:monthlyBudgetUsd, \$5\.00: its alerts will go out\.$/m,
        );
        assert.match(data[0]!, /^Eip address-1 +\$3\.65 +\$0\.00 +\$3\.65$/m);
        assert.match(data[0]!, /^Used in a month \(airworthy:usage\): users 10, /m);
    });

    it("says in its help what it takes for granted of an environment that sleeps", async () => {
        assert.equal(await cost("--help"), 0);
        assert.match(data[0]!, /^What stops .* is paid for in waking hours .* Assumed: nobody wakes it/m);
    });

    it("shows each price with the line that says it, and for machines each charge", async () => {
        assert.equal(await cost("--prices"), 0);
        const [head, quote, source] = data[0]!.split("\n");
        assert.equal(head, "public-ipv4-hour: $0.005 a hour, everywhere, 2025-05-12");
        assert.match(quote!, /^ {4}"AWS charges \$0\.005 per hour for each public IPv4 address/);
        assert.match(source!, /^ {4}https:\/\//);
        assert.equal(await cost("--json"), 0);
        const [one] = JSON.parse(data[0]!) as Measured[];
        assert.equal(one?.estimate.lines[0]?.price?.usd, 0.005);
    });

    it("lets pass what costs no more than at a commit, and leaves no copy of that behind", async () => {
        assert.equal(await cost("--against", "HEAD"), 0, talk.join("\n"));
        assert.match(
            data[0]!,
            /^dev: \$7\.30 a month, \+\$0\.00 \(\+0\.0 %\) against HEAD; \+\$0\.73 is let pass\.$/,
        );
        leavesNothing();
    });

    it("exits 1 past the limit and names the resource", async () => {
        project.write({ "index.ts": IMPORTS + addresses(3) });
        assert.equal(await cost("--against", "fix/#1+2"), 1, talk.join("\n"));
        assert.match(
            data[0]!,
            /PAST THE LIMIT of \+\$0\.73, most by aws:ec2\/eip:Eip address-2 \(Eip address-2\), \+\$3\.65\./,
        );
        leavesNothing();
    });

    it("exits 1 for what nobody can price, by name; and as a comment for the pull request", async () => {
        project.write({
            "index.ts": `${IMPORTS}${addresses(2)}new aws.sqs.Queue("jobs", { fifoQueue: true });\nnew aws.mq.Configuration("broker", { data: "", engineType: "ActiveMQ", engineVersion: "5" });\n`,
        });
        assert.equal(await cost("--against", "HEAD", "--markdown", "--most-usd", "9"), 1);
        assert.match(
            data[0]!,
            /- `aws:mq\/configuration:Configuration broker`, the resource itself: what aws:mq\/configuration:Configuration is billed by is not in the table/,
        );
    });

    it("compares with what is deployed, by the state of the stack", async () => {
        const urn = (name: string) => `urn:pulumi:dev::small::aws:ec2/eip:Eip::${name}`;
        const eip = (name: string) => ({ urn: urn(name), type: "aws:ec2/eip:Eip", custom: true, inputs: {} });
        const resources = [eip("address-0"), { ...eip("address-9"), delete: true }];
        state = { code: 0, output: JSON.stringify({ version: 3, deployment: { resources } }) };
        assert.equal(await cost("--deployed"), 1);
        assert.match(
            data[0]!,
            /^dev: \$7\.30 a month, \+\$3\.65 \(\+100\.0 %\) against what is deployed: PAST THE LIMIT/,
        );
        state = { code: 0, output: "no JSON" };
        assert.equal(await cost("--deployed"), 2);
        assert.match(talk.join("\n"), /is no state: update the Pulumi CLI/);
        state = { code: 255, output: "" };
        assert.equal(await cost("--deployed"), 2);
        assert.match(
            talk.join("\n"),
            /`pulumi stack export --stack dev --non-interactive` failed \(exit 255\)/,
        );
    });

    it("refuses another lock file, as the packages here are not those of the commit, and says what to add", async () => {
        project.write({ "package-lock.json": '{ "lockfileVersion": 3 }\n' });
        assert.equal(await cost("--against", "HEAD"), 2);
        assert.match(talk.at(-1)!, /package-lock\.json of HEAD is another than here.* Add --install/);
        leavesNothing();
    });

    for (const [fact, argv, complaint] of [
        [
            "a commit that is not there",
            ["--against", "nowhere"],
            /git knows no such commit here.*git fetch origin/,
        ],
        [
            "an option for a commit",
            ["--against=--upload-pack=x"],
            /--against is --upload-pack=x; use a branch/,
        ],
        ["two things to compare with", ["--against", "HEAD", "--deployed"], /both say with what; use one/],
        [
            "a limit that is no number",
            ["--most-percent", "ten"],
            /--most-percent is ten; use a number from 0/,
        ],
        ["a stack that is not there", ["--stack", "prod"], /There is no stack "prod"/],
    ] as const) {
        it(`refuses ${fact}`, async () => {
            assert.equal(await cost(...argv), 2);
            assert.match(talk.join("\n"), complaint);
        });
    }

    it("refuses settings without usage, and names the key", async () => {
        project.write({ "Pulumi.dev.yaml": settings("small:x: y") });
        assert.equal(await cost(), 2);
        assert.match(
            talk.join("\n"),
            /Pulumi\.dev\.yaml: airworthy:usage is missing; use a map with users, /,
        );
    });

    it("says what is wrong with a program that can't be rehearsed", async () => {
        project.write({ "index.ts": 'throw new Error("no such thing");\n' });
        assert.equal(await cost(), 2);
        assert.match(talk.join("\n"), /no such thing/);
    });
});
