using System.Globalization;
using System.Text;
using ContactSync.Match;
using ContactSync.Transforms.Model;
using ContactSync.Transforms.People;

namespace ContactSync.Bench.Throughput;

/// <summary>
/// People of two sides, made row by row from their number so that any size costs no memory: three of five of the left are of the right too, one field in ten
/// of theirs mistyped, a third of the e-mail addresses and phones and birth dates missing, names as uneven as real ones. Row n of the left is the person of
/// number n; row n of the right that of <see cref="PersonOfRight"/>.
/// </summary>
internal sealed class MatchPeople(int left, int right)
{
    private static readonly PersonRole[] Roles =
        [PersonRole.FirstName, PersonRole.LastName, PersonRole.Email, PersonRole.Phone, PersonRole.Street, PersonRole.City, PersonRole.PostalCode, PersonRole.DateOfBirth];

    private static readonly PersonColumns Columns = new(Roles);
    private static readonly string[] Syllables = "an ba bel cor da del el fer gan har in jo ka lan mar mi nor ol per ro sa ser ta ten ul van wil xa yo zer".Split(' ');

    private readonly RecordSchema _schema = new("people", [.. Roles.Select(r => new Column(r.ToString(), ColumnType.Text, ColumnRole.Value))]);

    /// <summary>The person of a row of the right: the first three fifths are of the left too.</summary>
    public long PersonOfRight(int row) => row < 0.6 * left ? row * 5L / 3 : left + (long)row;

    public async IAsyncEnumerable<PeopleBatch> ReadAsync()
    {
        await Task.Yield();
        foreach (var side in (bool[])[true, false])
        {
            var count = side ? left : right;
            for (var from = 0; from < count; from += RecordBatch.DefaultRows)
            {
                var batch = RecordBatch.Rent(_schema, from);
                for (var row = from; row < Math.Min(count, from + RecordBatch.DefaultRows); row++)
                {
                    Append(batch, side ? row : PersonOfRight(row), side);
                }

                yield return new PeopleBatch(batch, Columns, side, 0);
            }
        }
    }

    private static void Append(RecordBatch batch, long person, bool isLeft)
    {
        var random = new Random((int)(((ulong)person * 0x9E37_79B9_7F4A_7C15) >> 33));
        var first = Name(random, 3_000, 2);
        var last = Name(random, 200_000, 3);
        var year = random.Next(1940, 2005);
        var birth = $"{year}-{random.Next(1, 13):00}-{random.Next(1, 29):00}";
        var zip = random.Next(40_000);
        string[] values =
        [
            first, last, $"{first}.{last}{random.Next(100)}@{Name(random, 500, 2)}.org", $"+1{random.NextInt64(2_000_000_000, 9_999_999_999)}",
            $"{random.Next(1, 400)} {Name(random, 5_000, 3)} street", Name(new Random(zip / 20), 2_000, 3), (10_000 + zip).ToString(CultureInfo.InvariantCulture), birth,
        ];
        var noise = new Random((int)(person % int.MaxValue) ^ (isLeft ? 0x5bd1e995 : 0x1b873593));
        for (var i = 0; i < values.Length; i++)
        {
            if (i is 2 or 3 or 7 && noise.Next(3) == 0)
            {
                batch.Text(i).AppendNull();
                continue;
            }

            batch.Text(i).Append(Encoding.ASCII.GetBytes(noise.Next(10) == 0 && isLeft ? Mistyped(values[i], noise) : values[i]));
        }

        batch.EndRow();
    }

    /// <summary>A name out of so many, the lower numbers far likelier.</summary>
    private static string Name(Random random, int names, int syllables)
    {
        var number = (int)(names * Math.Pow(random.NextDouble(), 2.2));
        var name = new StringBuilder();
        for (var i = 0; i < syllables; i++, number /= Syllables.Length)
        {
            name.Append(Syllables[(number + (7 * i)) % Syllables.Length]);
        }

        return number > 0 ? name.Append(Syllables[number % Syllables.Length]).ToString() : name.ToString();
    }

    private static string Mistyped(string value, Random noise)
    {
        var at = noise.Next(value.Length - 1);
        return noise.Next(3) switch
        {
            0 => value.Remove(at, 1),
            1 => value.Insert(at, "e"),
            _ => string.Concat(value.AsSpan(0, at), value.AsSpan(at + 1, 1), value.AsSpan(at, 1), value.AsSpan(at + 2)),
        };
    }
}
