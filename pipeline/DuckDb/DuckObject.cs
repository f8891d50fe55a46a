namespace ContactSync.DuckDb;

/// <summary>Any value as a .NET object; for tests and small results, for it boxes.</summary>
internal static class DuckObject
{
    public static object? Of(DuckVector vector, int row) => vector.IsNull(row) ? null : vector.Type.Id switch
    {
        DuckTypeId.Boolean => vector.Column<bool>()[row],
        DuckTypeId.TinyInt => vector.Column<sbyte>()[row],
        DuckTypeId.SmallInt => vector.Column<short>()[row],
        DuckTypeId.Integer => vector.Column<int>()[row],
        DuckTypeId.BigInt => vector.Column<long>()[row],
        DuckTypeId.UTinyInt => vector.Column<byte>()[row],
        DuckTypeId.USmallInt => vector.Column<ushort>()[row],
        DuckTypeId.UInteger => vector.Column<uint>()[row],
        DuckTypeId.UBigInt => vector.Column<ulong>()[row],
        DuckTypeId.HugeInt => vector.Column<Int128>()[row],
        DuckTypeId.UHugeInt or DuckTypeId.Uuid => vector.Column<UInt128>()[row],
        DuckTypeId.Float => vector.Column<float>()[row],
        DuckTypeId.Double => vector.Column<double>()[row],
        DuckTypeId.Decimal => vector.Column<decimal>()[row],
        DuckTypeId.Date => vector.Column<DateOnly>()[row],
        DuckTypeId.Timestamp or DuckTypeId.TimestampTz => vector.Column<DateTimeOffset>()[row],
        DuckTypeId.Blob => vector.Text()[row].ToArray(),
        DuckTypeId.List => Elements(vector.List().Elements, vector.List()[row]),
        DuckTypeId.Struct => Fields(vector, row),
        _ => DuckText.Of(vector, row),
    };

    private static object?[] Elements(DuckVector elements, Range range)
    {
        var values = new object?[range.End.Value - range.Start.Value];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Of(elements, range.Start.Value + i);
        }

        return values;
    }

    private static object?[] Fields(DuckVector vector, int row)
    {
        var values = new object?[vector.Type.Fields.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Of(vector.Field(i), row);
        }

        return values;
    }
}
