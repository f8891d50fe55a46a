namespace ContactSync.Sandbox.Bulk;

/// <summary>Uploaded data no row of which can be read any further: the job fails with this message.</summary>
internal sealed class JobFault(string message) : Exception(message)
{
    public static JobFault UnescapedQuote() => new("InvalidBatch : Failed to parse CSV. Found unescaped quote");

    public static JobFault TooLarge(string what, int most) => new($"InvalidBatch : {what} exceeds {most}");

    public static JobFault FieldNotFound(string name) => new("InvalidBatch : Field name not found : " + name);

    public static JobFault LineEnding(string setting) => new("ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is " + setting);
}
