using System.Runtime.CompilerServices;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Candidates;

/// <summary>Makes 64-bit candidate keys of records; 0 for a record that lacks a part. Pure and shared by all threads.</summary>
public sealed class KeyMaker(Nicknames nicknames)
{
    private const int Fewest = 5;

    /// <summary>The key of all parts together.</summary>
    public ulong Of(Person person, ReadOnlySpan<KeyPart> parts)
    {
        ulong key = 0x9E37_79B9_7F4A_7C15;
        foreach (var part in parts)
        {
            var value = Of(person, part);
            if (value == 0)
            {
                return 0;
            }

            key = Mix(key, value);
        }

        return key == 0 ? 1 : key;
    }

    /// <summary>The key refined by one more part; 0 where the record lacks it.</summary>
    public ulong Refine(ulong key, Person person, KeyPart part)
    {
        var value = Of(person, part);
        return value == 0 ? 0 : Mix(key, value) | 1;
    }

    /// <summary>The number of one part; 0 where the record lacks it.</summary>
    public ulong Of(Person person, KeyPart part) => part switch
    {
        KeyPart.Email => Hash(person[PersonField.EmailCanonical] is { IsEmpty: false } canonical ? canonical : person[PersonField.Email]),
        KeyPart.EmailLocal => Local(person),
        KeyPart.Phone => Hash(LastDigits(person[PersonField.Phone])),
        KeyPart.Id => Hash(person[PersonField.NationalId] is { IsEmpty: false } id ? id : person[PersonField.ExternalId]),
        KeyPart.Names => Names(person),
        KeyPart.First => Given(person),
        KeyPart.FirstInitial => Hash(Start(person[PersonField.First], 1)),
        KeyPart.FirstStart => Hash(Start(person[PersonField.First], 3)),
        KeyPart.Last => Hash(person[PersonField.Last]),
        KeyPart.LastStart => Hash(Start(person[PersonField.Last], 4)),
        KeyPart.LastSound => Sound.Of(person[PersonField.Last]),
        KeyPart.FirstSound => Sound.Of(Words.First(person[PersonField.First])),
        KeyPart.Birth => (ulong)person.Birth,
        KeyPart.BirthYear => (ulong)(person.Birth / 10000),
        KeyPart.BirthDay => (ulong)(person.Birth % 10000),
        KeyPart.Street => Hash(person[PersonField.Street]),
        KeyPart.House => Hash(person[PersonField.House]),
        KeyPart.City => Hash(person[PersonField.City]),
        KeyPart.Postcode => Hash(person[PersonField.Postcode]),
        KeyPart.PostcodeArea => Hash(Start(person[PersonField.Postcode], 3)),
        KeyPart.Extra => Hash(Start(person[PersonField.Extra], 8)),
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "Not a part of a key."),
    };

    private ulong Names(Person person)
    {
        var first = Words.First(person[PersonField.First]);
        var last = person[PersonField.Last];
        if (first.IsEmpty || last.IsEmpty)
        {
            return 0;
        }

        // A sum does not mind the order, so names in each other's place meet.
        return (nicknames.KeyOf(first) * 0xD6E8_FEB8_6659_FD93) + (nicknames.KeyOf(last) * 0xD6E8_FEB8_6659_FD93) | 1;
    }

    private ulong Given(Person person) => Words.First(person[PersonField.First]) is { Length: > 1 } first ? nicknames.KeyOf(first) | 1UL << 63 : 0;

    private static ulong Local(Person person)
    {
        var email = person[PersonField.EmailCanonical] is { IsEmpty: false } canonical ? canonical : person[PersonField.Email];
        var at = email.IndexOf((byte)'@');
        return at < Fewest || person.HasRoleEmail ? Hash(email) : Hash(email[..at]);
    }

    private static ReadOnlySpan<byte> LastDigits(ReadOnlySpan<byte> phone) => phone.Length > 8 ? phone[^8..] : phone;

    private static ReadOnlySpan<byte> Start(ReadOnlySpan<byte> text, int characters)
    {
        var end = 0;
        for (; end < text.Length && (characters > 0 || (text[end] & 0xC0) == 0x80); end++)
        {
            characters -= (text[end] & 0xC0) != 0x80 ? 1 : 0;
        }

        return text[..end];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash(ReadOnlySpan<byte> text) => text.IsEmpty ? 0 : KeyHash.Of(text) | 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong key, ulong value)
    {
        var high = Math.BigMul(key ^ value, 0xA076_1D64_78BD_642F, out var low);
        return (high ^ low) + value;
    }
}
