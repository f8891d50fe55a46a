using System.Runtime.CompilerServices;

namespace ContactSync.DuckDb;

/// <summary>How a .NET value lies in a vector. Every test of a type parameter below is decided when the method is compiled, so a read is one load.</summary>
internal static unsafe class Slot
{
    /// <summary>DuckDB keeps the top bit of a UUID flipped, so that signed order is the order of the text.</summary>
    private static readonly UInt128 UuidFlip = UInt128.One << 127;

    public static bool Reads<T>(DuckTypeId id) => typeof(T) == typeof(decimal) ? id == DuckTypeId.Decimal : Writes<T>(id);

    public static bool Writes<T>(DuckTypeId id) => id switch
    {
        DuckTypeId.Boolean => typeof(T) == typeof(bool),
        DuckTypeId.TinyInt => typeof(T) == typeof(sbyte),
        DuckTypeId.SmallInt => typeof(T) == typeof(short),
        DuckTypeId.Integer => typeof(T) == typeof(int),
        DuckTypeId.BigInt => typeof(T) == typeof(long),
        DuckTypeId.UTinyInt => typeof(T) == typeof(byte),
        DuckTypeId.USmallInt => typeof(T) == typeof(ushort),
        DuckTypeId.UInteger => typeof(T) == typeof(uint),
        DuckTypeId.UBigInt => typeof(T) == typeof(ulong),
        DuckTypeId.Float => typeof(T) == typeof(float),
        DuckTypeId.Double => typeof(T) == typeof(double),
        DuckTypeId.HugeInt => typeof(T) == typeof(Int128),
        DuckTypeId.UHugeInt or DuckTypeId.Uuid => typeof(T) == typeof(UInt128),
        DuckTypeId.Date => typeof(T) == typeof(DateOnly) || typeof(T) == typeof(int),
        DuckTypeId.Timestamp or DuckTypeId.TimestampTz => typeof(T) == typeof(DateTimeOffset) || typeof(T) == typeof(long),
        _ => false,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Read<T>(byte* data, int row, DuckType type)
        where T : unmanaged
    {
        if (typeof(T) == typeof(bool))
        {
            return As<bool, T>(data[row] != 0);
        }

        if (typeof(T) == typeof(UInt128))
        {
            var value = At<UInt128>(data, row);
            return As<UInt128, T>(type.Id == DuckTypeId.Uuid ? value ^ UuidFlip : value);
        }

        if (typeof(T) == typeof(DateOnly))
        {
            return As<DateOnly, T>(DuckTime.Day(At<int>(data, row)));
        }

        if (typeof(T) == typeof(DateTimeOffset))
        {
            return As<DateTimeOffset, T>(DuckTime.Instant(At<long>(data, row)));
        }

        if (typeof(T) == typeof(decimal))
        {
            return As<decimal, T>(DuckDecimal.ToDecimal(DuckDecimal.Unscaled(data, row, type), type.Scale));
        }

        return At<T>(data, row);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<T>(byte* data, int row, DuckTypeId id, T value)
        where T : unmanaged
    {
        if (typeof(T) == typeof(bool))
        {
            data[row] = As<T, bool>(value) ? (byte)1 : (byte)0;
        }
        else if (typeof(T) == typeof(UInt128))
        {
            var bits = As<T, UInt128>(value);
            Put(data, row, id == DuckTypeId.Uuid ? bits ^ UuidFlip : bits);
        }
        else if (typeof(T) == typeof(DateOnly))
        {
            Put(data, row, DuckTime.Days(As<T, DateOnly>(value)));
        }
        else if (typeof(T) == typeof(DateTimeOffset))
        {
            Put(data, row, DuckTime.Microseconds(As<T, DateTimeOffset>(value)));
        }
        else
        {
            Put(data, row, value);
        }
    }

    public static T At<T>(byte* data, int row)
        where T : unmanaged => Unsafe.ReadUnaligned<T>(data + (nint)row * sizeof(T));

    private static void Put<T>(byte* data, int row, T value)
        where T : unmanaged => Unsafe.WriteUnaligned(data + (nint)row * sizeof(T), value);

    private static TTo As<TFrom, TTo>(TFrom value) => Unsafe.As<TFrom, TTo>(ref value);
}
