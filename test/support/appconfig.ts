import { jsonError, type Call, type Reply } from "./aws.ts";

const json = (body: object): Reply => ({ body: JSON.stringify(body) });
export const FIRST = {
    version: "1",
    flags: { old: { name: "The old one" } },
    values: { old: { enabled: true } },
};

/** AppConfig as far as the command asks it; moto has no deployments. Each look at one finds it a state further. */
export class AppConfig {
    versions: object[] = [FIRST];
    deployments = [{ DeploymentNumber: 1, ConfigurationVersion: "1", State: "COMPLETE", strategy: "" }];
    states = ["DEPLOYING", "BAKING", "COMPLETE"];
    /** The next version is somebody else's. */
    isRaced = false;

    answer = ({ service, action, body }: Call): Reply | undefined => {
        if (service !== "appconfig") return undefined;
        const [verb, path] = action.split(" ") as [string, string];
        if (path === "/applications")
            return json({
                Items: [
                    { Id: "a", Name: "shop-other" },
                    { Id: "b", Name: "shop-live" },
                ],
            });
        if (path === "/applications/b/environments") return json({ Items: [{ Id: "e", Name: "live" }] });
        if (path === "/applications/b/configurationprofiles")
            return json({ Items: [{ Id: "p", Name: "flags" }] });
        const versions = "/applications/b/configurationprofiles/p/hostedconfigurationversions";
        if (path === versions && verb === "GET")
            return json({ Items: this.versions.map((_, at) => ({ VersionNumber: at + 1 })) });
        if (path === versions) {
            if (this.isRaced) return jsonError("ConflictException", "not the latest", 409);
            const number = this.versions.push(JSON.parse(body) as object);
            return { headers: { "version-number": String(number) }, body };
        }
        if (path.startsWith(`${versions}/`))
            return json(this.versions[Number(path.split("/").at(-1)) - 1] ?? {});
        if (path === "/applications/b/environments/e/deployments" && verb === "GET")
            return json({ Items: this.deployments });
        if (path === "/applications/b/environments/e/deployments") {
            const { ConfigurationVersion, DeploymentStrategyId: strategy } = JSON.parse(body) as Record<
                string,
                string
            >;
            const DeploymentNumber = this.deployments.length + 1;
            const made = {
                DeploymentNumber,
                ConfigurationVersion: ConfigurationVersion!,
                State: "DEPLOYING",
            };
            this.deployments.push({ ...made, strategy: strategy! });
            return json(made);
        }
        const one = this.deployments.at(-1)!;
        one.State = this.states.shift() ?? "COMPLETE";
        const EventLog = [{ Description: "The alarm errors is in ALARM." }];
        return json({ ...one, PercentageComplete: 50, EventLog });
    };
}
