import { fixed, HOURS, itself, used, type Bill } from "../charge.ts";
import { list, map, number } from "../graph.ts";

/** Each look takes each step, from each place. What that comes to, Datadog's list and the contract say: nobody here. */
const synthetic: Bill = ({ inputs }) => {
    const looks = (HOURS * 3600) / (number(map(inputs.optionsList).tickEvery) ?? 60);
    const steps = Math.round(looks * list(inputs.apiSteps).length * list(inputs.locations).length);
    return [fixed(`${steps} steps of looks`, steps, "datadog-synthetic-step")];
};

const integration: Bill = () => [
    used("numbers that Datadog asks of CloudWatch", undefined, "cloudwatch-metric-requested"),
    used("custom metrics in Datadog", undefined, "datadog-custom-metric-month"),
];

const byContract = itself("datadog-by-contract");

/** Unknown, all of it, and by name: Datadog is not AWS, and nothing of its prices is quoted here. */
export const datadog: Record<string, Bill> = {
    "datadog:aws/integrationAccount:IntegrationAccount": integration,
    "datadog:index/dashboardJson:DashboardJson": byContract,
    "datadog:index/downtimeSchedule:DowntimeSchedule": byContract,
    "datadog:index/monitorJson:MonitorJson": byContract,
    "datadog:index/serviceLevelObjective:ServiceLevelObjective": byContract,
    "datadog:index/sloCorrection:SloCorrection": byContract,
    "datadog:index/syntheticsTest:SyntheticsTest": synthetic,
};
