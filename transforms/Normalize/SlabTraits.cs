using System.Text;
using ContactSync.Transforms.Model;

namespace ContactSync.Transforms.Normalize;

/// <summary>
/// What one pass at memory speed says about all values of a column in a batch, so that clean columns pay nothing a cell. Each trait errs
/// towards the slower path only.
/// </summary>
internal readonly record struct SlabTraits(bool IsAscii, bool MayHoldRuns, bool MayHoldNul, bool MayBeLong)
{
    public bool NeedsCheck => !IsAscii || MayHoldNul || MayBeLong;

    public static SlabTraits Of(TextColumn column, int maxCellBytes)
    {
        var bytes = column.Bytes;
        return new SlabTraits(
            Ascii.IsValid(bytes),
            bytes.ContainsAnyInRange((byte)'\t', (byte)'\r') || bytes.IndexOf("  "u8) >= 0,
            bytes.Contains((byte)0),
            bytes.Length > maxCellBytes);
    }
}
