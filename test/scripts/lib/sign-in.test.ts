import assert from "node:assert/strict";
import path from "node:path";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { signIn } from "../../../scripts/lib/cloud.ts";
import { Refusal } from "../../../scripts/lib/command.ts";
import { awsFor, type Aws } from "../../support/aws.ts";
import { TemporaryProject } from "../../support/project.ts";

const environment = (account: string) => ({
    ...{ stack: "live", name: "shop-live", region: "eu-central-1", file: "" },
    outputs: { jobsDeadLettersUrl: `https://sqs.eu-central-1.amazonaws.com/${account}/dead` },
});
const OTHER = "210987654321";

describe("signing in", () => {
    let aws: Aws;
    const keys = "aws_access_key_id = of-the-other\naws_secret_access_key = test";
    const home = new TemporaryProject({ credentials: `[other]\n${keys}\n` });
    before(async function () {
        aws = await awsFor(this);
        process.env.AWS_SHARED_CREDENTIALS_FILE = path.join(home.folder, "credentials");
        aws.standIns.push(({ service, accessKey }) => {
            if (service !== "sts" || accessKey !== "of-the-other") return undefined;
            const who = `<Account>${OTHER}</Account><Arn>arn:aws:sts::${OTHER}:assumed-role/ci/1</Arn>`;
            const body = `<GetCallerIdentityResult>${who}</GetCallerIdentityResult>`;
            const headers = { "content-type": "text/xml" };
            return { headers, body: `<GetCallerIdentityResponse>${body}</GetCallerIdentityResponse>` };
        });
    });
    after(async () => {
        await aws?.stop();
        home.remove();
    });

    it("takes two accounts at once, each by its own profile, for every call", async () => {
        const here = await signIn(environment("123456789012"));
        const there = await signIn(environment(OTHER), "other");
        assert.deepEqual([here.account, there.account], ["123456789012", OTHER]);
        const by: string[] = [];
        aws.standIns.push(({ service, accessKey }) => void (service === "s3" && by.push(accessKey)));
        for (const cloud of [here, there]) await cloud.s3().send(new ListBucketsCommand({}));
        assert.deepEqual(by, ["test", "of-the-other"]);
    });

    it("refuses credentials of another account, by a profile or not, before anything is asked", async () => {
        const wrong = async (account: string, profile?: string) =>
            assert.rejects(
                signIn(environment(account), profile),
                (error: Error) =>
                    error instanceof Refusal &&
                    /choose that one \((AWS_PROFILE|not other)\)/.test(error.message),
            );
        await wrong(OTHER);
        await wrong("123456789012", "other");
    });
});
