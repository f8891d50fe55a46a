using System.Net;
using System.Text.Json;
using ContactSync.Salesforce.Wire;

namespace ContactSync.Salesforce;

/// <summary>An org and the user we act as there.</summary>
public sealed record OrgIdentity(SalesforceId OrgId, SalesforceId UserId, string Username)
{
    internal static OrgIdentity Parse(JsonElement reply, WireRequest request) =>
        SalesforceId.TryParse(reply.Text("organization_id"), out var org) && SalesforceId.TryParse(reply.Text("user_id"), out var user)
            ? new OrgIdentity(org, user, reply.Text("preferred_username") ?? "")
            : throw new UnexpectedResponseException(request.Name, HttpStatusCode.OK, "without organization_id and user_id");
}
