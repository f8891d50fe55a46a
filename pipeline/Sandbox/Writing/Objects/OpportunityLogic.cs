using System.Globalization;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Writing.Objects;

/// <summary>
/// An opportunity's stage says whether it is closed and won, and, unless told otherwise, its probability and forecast. It is
/// counted in its campaign, and a contact given at birth becomes its primary contact role.
/// </summary>
internal sealed class OpportunityLogic : ObjectLogic
{
    public override RowError? Shape(Change change, OrgRecords org)
    {
        var stage = OpportunityStage.Of(change["StageName"]);
        var moved = change.Changes("StageName");
        if (!change.Gives("Probability") && (moved || change["Probability"].Length == 0))
        {
            change["Probability"] = JavaDouble.Format(stage.Probability);
        }
        if (!change.Gives("ForecastCategoryName") && (moved || change["ForecastCategoryName"].Length == 0))
        {
            change["ForecastCategoryName"] = stage.Forecast;
        }
        change["ForecastCategory"] = change["ForecastCategoryName"] switch { "Best Case" => "BestCase", "Commit" => "Forecast", var same => same };
        change["IsClosed"] = stage.IsClosed ? "true" : "false";
        change["IsWon"] = stage.IsWon ? "true" : "false";
        change["ExpectedRevenue"] = change["Amount"].Length == 0 ? "" : JavaDouble.Format(Math.Round(Number(change["Amount"]) * Number(change["Probability"]) / 100, 2, MidpointRounding.AwayFromZero));
        Fiscal(change);
        if (moved && !change.IsInsert)
        {
            change.Stamp("LastStageChangeDate");
        }
        return null;
    }

    public override void Written(Change change, int number, OrgRecords org)
    {
        if (!change.IsInsert)
        {
            Count(change.Was, -1, org);
        }
        Count(name => change[name], 1, org);
        if (change.IsInsert && change["ContactId"].Length > 0)
        {
            org.Add("OpportunityContactRole", ("OpportunityId", org.Id("Opportunity", number)), ("ContactId", change["ContactId"]), ("IsPrimary", "true"));
        }
    }

    public override void Deleting(int number, OrgRecords org, bool hard)
    {
        Count(name => org.Value("Opportunity", number, name), -1, org);
        foreach (var role in org.Where("OpportunityContactRole", "OpportunityId", org.Id("Opportunity", number)))
        {
            org.Delete("OpportunityContactRole", role, hard);
        }
    }

    public override void Undeleted(int number, OrgRecords org, long at)
    {
        Count(name => org.Value("Opportunity", number, name), 1, org);
        foreach (var role in org.DeletedWith("OpportunityContactRole", "OpportunityId", org.Id("Opportunity", number), at))
        {
            org.Undelete("OpportunityContactRole", role);
        }
    }

    /// <summary>The fiscal year is the calendar's.</summary>
    private static void Fiscal(Change change)
    {
        var close = DateOnly.ParseExact(change["CloseDate"], "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var quarter = ((close.Month - 1) / 3) + 1;
        change["FiscalYear"] = close.Year.ToString(CultureInfo.InvariantCulture);
        change["FiscalQuarter"] = quarter.ToString(CultureInfo.InvariantCulture);
        change["Fiscal"] = string.Create(CultureInfo.InvariantCulture, $"{close.Year} {quarter}");
    }

    private static void Count(Func<string, string> value, int by, OrgRecords org)
    {
        var campaign = org.Find("Campaign", value("CampaignId"));
        var won = value("IsWon") == "true" ? by : 0;
        var amount = Number(value("Amount"));
        org.Count("Campaign", campaign, "NumberOfOpportunities", by);
        org.Count("Campaign", campaign, "NumberOfWonOpportunities", won);
        org.Count("Campaign", campaign, "AmountAllOpportunities", by * amount);
        org.Count("Campaign", campaign, "AmountWonOpportunities", won * amount);
    }

    private static double Number(string text) => text.Length == 0 ? 0 : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
