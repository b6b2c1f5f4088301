import type { Row } from "../row.ts";

const api = "arn:aws:execute-api:{region}:{account}";

/** API Gateway. */
export const API: Record<string, Row> = {
    "apigateway/deployment": { id: "{lower:6}", createdDate: "2026-01-01T00:00:00Z" },
    "apigateway/restApi": {
        id: "{lower:10}",
        arn: "arn:aws:apigateway:{region}::/restapis/{id}",
        executionArn: `${api}:{id}`,
        rootResourceId: "{lower:10}",
        createdDate: "2026-01-01T00:00:00Z",
    },
    "apigateway/resource": { id: "{lower:6}", path: "/{pathPart}" },
    "apigateway/stage": {
        id: "ags-{restApi}-{stageName}",
        arn: "arn:aws:apigateway:{region}::/restapis/{restApi}/stages/{stageName}",
        executionArn: `${api}:{restApi}/{stageName}`,
        invokeUrl: "https://{restApi}.execute-api.{region}.amazonaws.com/{stageName}",
    },
    "apigatewayv2/api": {
        id: "{lower:10}",
        arn: "arn:aws:apigateway:{region}::/apis/{id}",
        apiEndpoint: "https://{id}.execute-api.{region}.amazonaws.com",
        executionArn: `${api}:{id}`,
    },
    "apigatewayv2/integration": { id: "{lower:7}", integrationResponseSelectionExpression: "" },
    "apigatewayv2/route": { id: "{lower:7}" },
    "apigatewayv2/stage": {
        id: "{name}",
        arn: "arn:aws:apigateway:{region}::/apis/{apiId}/stages/{name}",
        executionArn: `${api}:{apiId}/{name}`,
        invokeUrl: ({ inputs, text }) =>
            text(
                `https://{apiId}.execute-api.{region}.amazonaws.com/${inputs.name === "$default" ? "" : "{name}"}`,
            ),
        deploymentId: "{lower:6}",
    },
    "apigatewayv2/vpcLink": { id: "{lower:6}", arn: "arn:aws:apigateway:{region}::/vpclinks/{id}" },
};
