using System.Collections.Immutable;
using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.Match;
using ContactSync.Transforms.Model;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Tests.People;

/// <summary>People from strings: name, birth date, e-mail, phone, street, town, postal code.</summary>
internal static class Folk
{
    public static readonly ReferenceLists Lists = ReferenceLists.Parse(
        """
        [placeholders]
        na unknown test
        [honorifics]
        mr dr
        [suffixes]
        jr = 1
        sr = 2
        [particles]
        van der de
        [streets]
        street = st
        [units]
        apt
        [countries]
        germany = de
        [phones]
        de = 49 0 6 11
        us = 1 1 10 10
        [providers]
        gmail.com = gmail.com dots plus
        [roles]
        info
        [legal]
        ltd
        """,
        Nicknames.Parse("elizabeth,liz,beth\nalexander,alex\nalexandra,alex"));

    private static readonly PersonRole[] Roles =
    [
        PersonRole.FirstName, PersonRole.LastName, PersonRole.DateOfBirth, PersonRole.Email, PersonRole.Phone, PersonRole.Street, PersonRole.City, PersonRole.PostalCode,
        PersonRole.Country, PersonRole.MiddleName, PersonRole.FullName, PersonRole.ExternalId,
    ];

    private static readonly RecordSchema Schema = new("folk", [.. Roles.Select(r => new Column(r.ToString(), ColumnType.Text, ColumnRole.Value))]);

    /// <summary>A table of one side; a person has as many values, in the order of the roles, as are given.</summary>
    public static PersonTable Table(params IEnumerable<string?[]> people) => Table(people, []);

    public static PersonTable Table(IEnumerable<string?[]> left, IEnumerable<string?[]> right)
    {
        var table = new PersonTable();
        table.Add(Block(left));
        if (right.Any())
        {
            table.EndLeft();
            table.Add(Block(right));
        }

        table.Complete();
        return table;
    }

    /// <summary>A person of whom one thing is known.</summary>
    public static string?[] With(PersonRole role, string? value) => [.. Roles.Select(r => r == role ? value : null)];

    public static PairComparer Comparer(PersonTable table, MatchModel? model = null)
    {
        var counts = new ValueCounts();
        for (var row = 0; row < table.Count; row++)
        {
            counts.Add(table[row]);
        }

        return new PairComparer(new WeightTable(model ?? Model, counts), Lists.Nicknames);
    }

    public static TraitTable Traits(PersonTable table, PairComparer comparer)
    {
        var traits = new TraitTable(table);
        traits.Fill(0, table.Count, comparer.Weights, Lists.Nicknames);
        return traits;
    }

    public static MatchModel Model { get; } = new()
    {
        Comparisons = new Dictionary<Comparison, ComparisonWeights>
        {
            [Comparison.First] = Weights(new(-30, 150, 1000, 200), (Level.Same, 420), (Level.Close, 480), (Level.Near, 260), (Level.Part, 180), (Level.Swapped, -150), (Level.Different, -330)),
            [Comparison.Last] = Weights(new(-20, 200, 1200, 400), (Level.Same, 600), (Level.Close, 620), (Level.Near, 350), (Level.Part, 300), (Level.Different, -350)),
            [Comparison.Birth] = Weights(new(-20, 400, 1350, 15000), (Level.Same, 750), (Level.Close, 700), (Level.Near, 350), (Level.Part, 50), (Level.Different, -450)),
            [Comparison.Email] = Weights(new(-20, 200, 1500, 20000), (Level.Same, 1100), (Level.Close, 900), (Level.Near, 500), (Level.Different, -120)),
            [Comparison.Phone] = Weights(new(-30, 200, 1400, 20000), (Level.Close, 700), (Level.Part, 900), (Level.Different, -100)),
            [Comparison.Street] = Weights(new(-30, 200, 900, 2000), (Level.Same, 800), (Level.Close, 700), (Level.Near, 450), (Level.Part, 150), (Level.Different, -150)),
            [Comparison.City] = Weights(new(-20, 50, 700, 200), (Level.Close, 450), (Level.Near, 200), (Level.Different, -120)),
            [Comparison.Postcode] = Weights(new(-20, 100, 850, 1000), (Level.Close, 400), (Level.Part, 180), (Level.Different, -150)),
        }.ToImmutableDictionary(),
        Thresholds = new Thresholds(100, -200, 300, -600),
        Caps = [new GroupCap([Comparison.Street, Comparison.House, Comparison.City, Comparison.Postcode], 2000)],
        Keys = [new CandidateKey("email", [KeyPart.Email], [KeyPart.LastSound]), new CandidateKey("names", [KeyPart.Names], [KeyPart.BirthYear])],
        Household = -800,
    };

    private static ComparisonWeights Weights(ExactWeight exact, params (Level, int)[] levels) => new(exact, levels.ToImmutableDictionary(l => l.Item1, l => l.Item2));

    private static PersonBlock Block(IEnumerable<string?[]> people)
    {
        var block = new PersonBlock();
        var batch = Rows.Batch(Schema, people.Select(p => p.Concat(Enumerable.Repeat<string?>(null, Roles.Length - p.Length)).ToArray()));
        using var normalizer = new PersonNormalizer(Lists, new PersonColumns(Roles));
        normalizer.Append(batch, block);
        batch.Release();
        return block;
    }
}
