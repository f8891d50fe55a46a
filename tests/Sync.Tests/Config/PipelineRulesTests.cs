namespace ContactSync.Sync.Tests.Config;

public sealed class PipelineRulesTests
{
    [Fact]
    public void A_real_org_needs_an_address_and_what_its_login_takes()
    {
        using var folder = new ConfigFolder(
            """
            { "profile": "own",
              "org": { "kind": "salesforce", "auth": { "flow": "jwt", "clientId": "app" } } }
            """);

        Assert.Equal(
            [
                "pipeline.json  org.auth.username  missing; org.kind salesforce with the flow jwt needs it",
                "pipeline.json  org.auth.privateKey  missing; org.kind salesforce with the flow jwt needs it",
                "pipeline.json  org.instanceUrl  missing; org.kind salesforce needs it",
            ],
            folder.Problems());
    }

    [Fact]
    public void A_first_poll_after_the_longest_wait_is_refused_where_it_stands()
    {
        using var folder = new ConfigFolder("{ \"profile\": \"own\",\n \"load\": { \"pollFirst\": \"2m\" } }");

        Assert.Equal(["pipeline.json:2  load.pollFirst  longer than load.pollMax"], folder.Problems());
    }
}
