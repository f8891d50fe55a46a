using ContactSync.DuckDb.Native;

namespace ContactSync.DuckDb;

/// <summary>Makes exceptions of what the C interface leaves behind.</summary>
internal static unsafe class DuckError
{
    /// <summary>The failure in a result: a cancellation if the token asked for it, else DuckDB's own error.</summary>
    public static Exception Of(ResultHandle result, string sql, CancellationToken cancellation)
    {
        var kind = (DuckErrorKind)Capi.ResultErrorType(result.Pointer);
        var error = new DuckDbException(kind, NativeText.Read(Capi.ResultError(result.Pointer)), sql);
        return kind == DuckErrorKind.Interrupt && cancellation.IsCancellationRequested
            ? new OperationCanceledException("The statement was interrupted.", error, cancellation)
            : error;
    }

    public static DuckDbException Of(AppenderHandle appender, string table)
    {
        using var error = Capi.AppenderError(appender);
        return new DuckDbException((DuckErrorKind)Capi.ErrorType(error), NativeText.Read(Capi.ErrorMessage(error)), $"append to {table}");
    }

    /// <summary>A failed prepare has a text only, which begins with its class: "Binder Error: ...".</summary>
    public static DuckErrorKind KindOf(string text)
    {
        var end = text.IndexOf(" Error", StringComparison.Ordinal);
        return end > 0 && Enum.TryParse<DuckErrorKind>(text[..end].Replace(" ", "", StringComparison.Ordinal), ignoreCase: true, out var kind)
            ? kind
            : DuckErrorKind.Unknown;
    }
}
