using System.Collections.Immutable;
using ContactSync.DuckDb.Native;

namespace ContactSync.DuckDb;

/// <summary>The type of a column, with what it is made of. <see cref="ToString"/> is the type as SQL writes it.</summary>
public sealed class DuckType
{
    private DuckType(DuckTypeId id) => Id = id;

    public DuckTypeId Id { get; }

    /// <summary>The fields of a struct, in order; of a list, map or array the one field <c>element</c>; else empty.</summary>
    public ImmutableArray<DuckColumn> Fields { get; private init; } = [];

    /// <summary>The labels of an enum, by their numbers.</summary>
    public ImmutableArray<string> Labels { get; private init; } = [];

    /// <summary>All digits of a decimal, 1 to 38.</summary>
    public int Width { get; private init; }

    /// <summary>The digits of a decimal behind the point.</summary>
    public int Scale { get; private init; }

    /// <summary>The elements of an array.</summary>
    public int Length { get; private init; }

    public override string ToString() => Id switch
    {
        DuckTypeId.List => $"{Fields[0].Type}[]",
        DuckTypeId.Array => $"{Fields[0].Type}[{Length}]",
        DuckTypeId.Map => $"MAP({Fields[0].Type.Fields[0].Type}, {Fields[0].Type.Fields[1].Type})",
        DuckTypeId.Struct => $"STRUCT({string.Join(", ", Fields.Select(f => $"{DuckSql.Identifier(f.Name)} {f.Type}"))})",
        DuckTypeId.Decimal => $"DECIMAL({Width},{Scale})",
        DuckTypeId.Enum => $"ENUM({string.Join(", ", Labels.Select(DuckSql.Literal))})",
        DuckTypeId.TimestampTz => "TIMESTAMP WITH TIME ZONE",
        DuckTypeId.TimeTz => "TIME WITH TIME ZONE",
        DuckTypeId.TimestampS => "TIMESTAMP_S",
        DuckTypeId.TimestampMs => "TIMESTAMP_MS",
        DuckTypeId.TimestampNs => "TIMESTAMP_NS",
        DuckTypeId.SqlNull => "\"NULL\"",
        _ => Id.ToString().ToUpperInvariant(),
    };

    /// <summary>Reads a native type and frees it.</summary>
    internal static unsafe DuckType Take(LogicalTypeHandle handle)
    {
        using (handle)
        {
            var id = (DuckTypeId)Capi.TypeId(handle);
            return id switch
            {
                DuckTypeId.List or DuckTypeId.Map => new DuckType(id) { Fields = [Element(Capi.ListChildType(handle))] },
                DuckTypeId.Array => new DuckType(id) { Fields = [Element(Capi.ArrayChildType(handle))], Length = (int)Capi.ArraySize(handle) },
                DuckTypeId.Struct => new DuckType(id) { Fields = StructFields(handle) },
                DuckTypeId.Decimal => new DuckType(id) { Width = Capi.DecimalWidth(handle), Scale = Capi.DecimalScale(handle) },
                DuckTypeId.Enum => new DuckType(id) { Labels = EnumLabels(handle) },
                _ => new DuckType(id),
            };
        }
    }

    private static DuckColumn Element(LogicalTypeHandle type) => new("element", Take(type));

    private static unsafe ImmutableArray<DuckColumn> StructFields(LogicalTypeHandle handle)
    {
        var fields = ImmutableArray.CreateBuilder<DuckColumn>((int)Capi.StructFieldCount(handle));
        for (var i = 0UL; i < (ulong)fields.Capacity; i++)
        {
            fields.Add(new DuckColumn(NativeText.Take(Capi.StructFieldName(handle, i)), Take(Capi.StructFieldType(handle, i))));
        }

        return fields.MoveToImmutable();
    }

    private static unsafe ImmutableArray<string> EnumLabels(LogicalTypeHandle handle)
    {
        var labels = ImmutableArray.CreateBuilder<string>((int)Capi.EnumSize(handle));
        for (var i = 0UL; i < (ulong)labels.Capacity; i++)
        {
            labels.Add(NativeText.Take(Capi.EnumLabel(handle, i)));
        }

        return labels.MoveToImmutable();
    }
}

/// <summary>A column of a result or a field of a struct.</summary>
public sealed record DuckColumn(string Name, DuckType Type);
