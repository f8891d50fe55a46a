using System.Globalization;
using System.Text;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Soql;

/// <summary>A point in time as seconds since the epoch, for stamps in a record's header, and as the text a field stores, which sorts the same.</summary>
internal readonly record struct Bound(long Seconds, byte[] Utf8)
{
    public static Bound Second(long seconds)
    {
        var text = new byte[Stamp.TextLength];
        Stamp.Write(seconds, text);
        return new Bound(seconds, text);
    }

    /// <summary>The midnight a day begins at, as a date or a date-time stores it.</summary>
    public static Bound Day(DateOnly day, bool asDate)
    {
        var midnight = Second(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeSeconds());
        return asDate ? midnight with { Utf8 = Encoding.ASCII.GetBytes(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) } : midnight;
    }
}
