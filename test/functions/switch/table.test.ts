import assert from "node:assert/strict";
import { createServer } from "node:http";
import { hurried, SwitchTable } from "../../../functions/switch/table.ts";
import { listening } from "../../support/local-edge.ts";

describe("the table of the switch, when DynamoDB takes a question and says nothing", () => {
    const told = { AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "key", AWS_SECRET_ACCESS_KEY: "secret" };
    const environment = { ...process.env };
    let asked = 0;
    const silent = createServer(() => void asked++);
    before(async () => {
        const port = await listening(silent);
        Object.assign(process.env, told, { AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}` });
    });
    after(() => {
        process.env = environment;
        silent.close();
        silent.closeAllConnections();
    });

    it("is asked again, and then it is an error: a pooler whose agent waits for ever stays paused", async () => {
        const table = new SwitchTable(hurried(2), "switch");
        await assert.rejects(table.record(), { name: "TimeoutError" });
        assert.equal(asked, 2);
    });
});
