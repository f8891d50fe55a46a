using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Store;

/// <summary>Numbers of seven bits a byte, lowest first.</summary>
internal static class VarInt
{
    public static int Read(ReadOnlySpan<byte> from, ref int at)
    {
        int b = from[at++];
        if (b < 0x80)
        {
            return b;
        }
        var value = b & 0x7F;
        for (var shift = 7; ; shift += 7)
        {
            b = from[at++];
            value |= (b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }
    }

    public static void Write(ValueSlab to, int value)
    {
        while (value >= 0x80)
        {
            to.Add((byte)(value | 0x80));
            value >>= 7;
        }
        to.Add((byte)value);
    }
}
