namespace ContactSync.Sandbox;

/// <summary>A whole request refused the way Salesforce refuses it: a status and an array of one error.</summary>
internal sealed class SalesforceFault(int status, RowError error) : Exception(error.Message)
{
    public SalesforceFault(int status, string code, string message)
        : this(status, new RowError(code, message))
    {
    }

    public int Status => status;

    public RowError Error => error;

    public static SalesforceFault NotFound() => new(404, "NOT_FOUND", "The requested resource does not exist");

    public static SalesforceFault NoSuchColumn(string field, string type) =>
        new(400, new RowError("INVALID_FIELD", $"No such column '{field}' on sobject of type {type}"));
}
