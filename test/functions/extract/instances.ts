import type { StandIn } from "../../support/aws.ts";

/** RDS as far as it tells where its instances answer: moto's have an address that leads nowhere. */
export function instancesAt(ports: Record<string, number>): StandIn {
    return ({ service, action, query }) => {
        const port = ports[query.get("DBInstanceIdentifier") ?? ""];
        if (service !== "rds" || action !== "DescribeDBInstances" || port === undefined) return undefined;
        const endpoint = `<Endpoint><Address>localhost</Address><Port>${port}</Port></Endpoint>`;
        const instance = `<DBInstance><DBInstanceStatus>available</DBInstanceStatus>${endpoint}</DBInstance>`;
        const result = `<DescribeDBInstancesResult><DBInstances>${instance}</DBInstances></DescribeDBInstancesResult>`;
        return {
            headers: { "content-type": "text/xml" },
            body: `<DescribeDBInstancesResponse>${result}</DescribeDBInstancesResponse>`,
        };
    };
}
