using System.Buffers.Binary;
using System.Text;

namespace ContactSync.EndToEnd.Tests.Metrics;

/// <summary>A message of Protocol Buffers as its wire format alone tells it: fields by number, in the order they came.</summary>
internal sealed class Protobuf
{
    private readonly List<(int Field, long Number, byte[] Bytes)> _fields = [];

    public static Protobuf Read(ReadOnlySpan<byte> bytes)
    {
        var message = new Protobuf();
        while (!bytes.IsEmpty)
        {
            var key = Varint(ref bytes);
            var field = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    message._fields.Add((field, Varint(ref bytes), []));
                    break;
                case 1:
                    message._fields.Add((field, BinaryPrimitives.ReadInt64LittleEndian(bytes), []));
                    bytes = bytes[8..];
                    break;
                case 2:
                    var length = (int)Varint(ref bytes);
                    message._fields.Add((field, 0, bytes[..length].ToArray()));
                    bytes = bytes[length..];
                    break;
                case 5:
                    message._fields.Add((field, BinaryPrimitives.ReadInt32LittleEndian(bytes), []));
                    bytes = bytes[4..];
                    break;
                default:
                    throw new InvalidDataException($"wire type {key & 7}");
            }
        }

        return message;
    }

    public IEnumerable<Protobuf> Messages(int field) => _fields.Where(f => f.Field == field).Select(f => Read(f.Bytes));

    public string Text(int field) => Encoding.UTF8.GetString(_fields.LastOrDefault(f => f.Field == field).Bytes ?? []);

    public long Number(int field) => _fields.LastOrDefault(f => f.Field == field).Number;

    private static long Varint(ref ReadOnlySpan<byte> bytes)
    {
        long value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[0];
            bytes = bytes[1..];
            value |= (long)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
