using ContactSync.Salesforce.Tests.Org;
using Microsoft.AspNetCore.Http;

namespace ContactSync.Salesforce.Tests;

public sealed class ApiBudgetTests
{
    [Fact]
    public async Task A_budget_ends_at_its_share_of_the_orgs_calls()
    {
        await using var org = await ScriptedOrg.StartAsync(context =>
        {
            context.Response.Headers["Sforce-Limit-Info"] = "api-usage=2490/5000";
            return context.Response.WriteAsJsonAsync(new { });
        });
        var client = org.Client(o => o with { DailyCallShare = 0.5 });
        Assert.True(client.Budget.MayCall(1_000_000));

        await client.GetLimitsAsync();

        Assert.Equal(10, client.Budget.Remaining);
        Assert.True(client.Budget.MayCall(10));
        client.Budget.Require(10);
        Assert.False(client.Budget.MayCall(11));
        var refused = Assert.Throws<BudgetExhaustedException>(() => client.Budget.Require(11));
        Assert.Equal(2490, refused.Usage.Used);
    }

    [Theory]
    [InlineData("api-usage=18/5000", 18, 5000)]
    [InlineData("api-usage=18/5000; per-app-api-usage=17/250(appName=x)", 18, 5000)]
    [InlineData("per-app-api-usage=17/250(appName=x);api-usage=1/2", 1, 2)]
    public void The_orgs_usage_is_read_from_the_header(string header, long used, long max)
    {
        Assert.True(ApiUsage.TryParse(header, out var usage));
        Assert.Equal(new ApiUsage(used, max), usage);
    }

    [Theory]
    [InlineData("")]
    [InlineData("per-app-api-usage=17/250(appName=x)")]
    [InlineData("api-usage=99999999999999999999/1")]
    public void Another_header_tells_nothing(string header) => Assert.False(ApiUsage.TryParse(header, out _));

    [Theory]
    [InlineData(0)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public async Task A_share_that_is_none_is_refused(double share)
    {
        await using var org = await ScriptedOrg.StartAsync(_ => Task.CompletedTask);

        Assert.Throws<ArgumentException>(() => org.Client(o => o with { DailyCallShare = share }));
    }
}
