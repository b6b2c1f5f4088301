import assert from "node:assert/strict";
import type { jsonReport } from "../../rehearsal/report/json.ts";
import { runRehearse, type Ended } from "../support/command.ts";
import { TemporaryProject } from "../support/project.ts";

type Report = ReturnType<typeof jsonReport>;

const PROGRAM = `import * as aws from "@pulumi/aws";
new aws.guardduty.Detector("watch");
new aws.iam.OpenIdConnectProvider("ci", { url: "https://ci.example.com", clientIdLists: ["a"] });
export const account = aws.getCallerIdentityOutput().accountId;
const other = new aws.Provider("other", { region: "eu-west-1", allowedAccountIds: ["777788889999"] });
export const others = aws.getCallerIdentityOutput({}, { provider: other }).accountId;
`;

const settings = (account: string) => `config:
  aws:region: eu-central-1
  aws:allowedAccountIds: ["${account}"]
`;

describe("npm run rehearse of two stacks of one account", function () {
    this.timeout(240_000);
    let project: TemporaryProject;
    let [text, alone, apart]: Ended[] = [];
    before(async () => {
        project = new TemporaryProject({
            "index.ts": PROGRAM,
            "Pulumi.live.yaml": "config: {aws:region: eu-central-1}\n",
        });
        const args = ["--cwd", project.folder];
        text = await runRehearse(args);
        alone = await runRehearse([...args, "--stack", "live"]);
        project.write({
            "Pulumi.dev.yaml": settings("111122223333"),
            "Pulumi.live.yaml": settings("444455556666"),
        });
        apart = await runRehearse([...args, "--json"]);
    });
    after(() => project.remove());

    it("exits 1, and names in each stack's report what the other one has as well, and what to do", () => {
        assert.equal(text?.code, 1, text?.stderr);
        const out = text.stdout.replaceAll(/\s+/g, " ");
        for (const [stack, other] of [
            ["dev", "live"],
            ["live", "dev"],
        ]) {
            for (const [name, thing] of [
                ["watch", "a GuardDuty detector"],
                ["ci", "the OpenID Connect provider of its url"],
            ]) {
                assert.match(
                    out,
                    new RegExp(`limit: ${name}: is ${thing}, [^;]* ${name} of the stack ${other};`),
                );
            }
            assert.match(out, new RegExp(`small ${stack}: NOT READY: 2 problems`));
        }
        assert.match(out, /name the account of each stack in allowedAccountIds of its AWS provider/);
    });

    it("refuses neither alone", () => {
        assert.equal(alone?.code, 0, alone?.stdout);
        assert.match(alone.stdout, /small live: READY/);
    });

    it("is ready in two accounts, and tells each program whose account it is in", () => {
        assert.equal(apart?.code, 0, apart?.stdout);
        const [dev, live] = JSON.parse(apart.stdout) as Report[];
        assert.deepEqual(dev?.outputs, { account: "111122223333", others: "777788889999" });
        assert.deepEqual(live?.outputs, { account: "444455556666", others: "777788889999" });
    });
});
