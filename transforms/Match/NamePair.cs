using ContactSync.Transforms.Normalize;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Match;

/// <summary>
/// How far two whole names, and nothing else, look like one person's: 0 to 100. Words are paired by likeness, in any order and across alphabets; a word
/// that only one name has takes little, words of both that have no partner take much. From <see cref="MatchFrom"/> up they are taken for one.
/// </summary>
public sealed class NamePair(ReferenceLists lists) : IDisposable
{
    /// <summary>The shipped line.</summary>
    public const int MatchFrom = 77;

    private const int MaxWords = 16;
    private const int WordFrom = 60;
    private const int LonelyPair = 200;
    private const int LonelyWord = 10;
    private const int WeakestWord = 15;

    private readonly Scratch _scratch = new();
    private readonly byte[] _folded = new byte[4096];
    private readonly byte[] _left = new byte[1024];
    private readonly byte[] _right = new byte[1024];
    private readonly Range[] _leftWords = new Range[MaxWords];
    private readonly Range[] _rightWords = new Range[MaxWords];

    /// <summary>The likeness; symmetric.</summary>
    public int Percent(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var leftCount = Read(left, _left, _leftWords);
        var rightCount = Read(right, _right, _rightWords);
        if (leftCount == 0 || rightCount == 0)
        {
            return 0;
        }

        Span<bool> leftPaired = stackalloc bool[MaxWords];
        Span<bool> rightPaired = stackalloc bool[MaxWords];
        var (sum, pairs, weakest, full) = Pair(leftCount, rightCount, leftPaired, rightPaired);
        var leftRest = leftCount - leftPaired[..leftCount].Count(true);
        var rightRest = rightCount - rightPaired[..rightCount].Count(true);
        if (leftRest > 0 && rightRest > 0 && leftRest + rightRest > 2 && Joined(leftCount, rightCount, leftPaired, rightPaired) is >= 85 and var joined)
        {
            // Written apart here and together there.
            (sum, pairs, full, leftRest, rightRest) = (sum + joined, pairs + 1, full + 1, 0, 0);
            weakest = Math.Min(weakest, joined);
        }

        if (pairs == 0)
        {
            return 0;
        }

        var alone = Math.Min(leftRest, rightRest);
        var score = 100 * sum / ((100 * pairs) + (LonelyPair * alone) + (LonelyWord * Math.Abs(leftRest - rightRest)));
        score -= pairs == 1 && Math.Min(leftCount, rightCount) == 1 && leftCount != rightCount ? 10 : 0;
        score -= full == 0 ? 30 : 0;
        return Math.Max(0, score - (WeakestWord * (100 - weakest) / 100));
    }

    /// <summary>Gives the working memory back.</summary>
    public void Dispose() => _scratch.Dispose();

    /// <summary>Pairs the words that are most alike first; an initial pairs, but is no full word.</summary>
    private (int Sum, int Pairs, int Weakest, int Full) Pair(int leftCount, int rightCount, Span<bool> leftPaired, Span<bool> rightPaired)
    {
        Span<int> likeness = stackalloc int[MaxWords * MaxWords];
        for (var i = 0; i < leftCount; i++)
        {
            for (var j = 0; j < rightCount; j++)
            {
                likeness[(i * MaxWords) + j] = Likeness(_left.AsSpan(_leftWords[i]), _right.AsSpan(_rightWords[j]));
            }
        }

        var (sum, pairs, weakest, full) = (0, 0, 100, 0);
        while (true)
        {
            var (best, bestLength, at) = (WordFrom - 1, 0, (-1, -1));
            for (var i = 0; i < leftCount; i++)
            {
                for (var j = 0; j < rightCount && !leftPaired[i]; j++)
                {
                    var length = Length(_leftWords[i]) + Length(_rightWords[j]);
                    var alike = likeness[(i * MaxWords) + j];
                    if (!rightPaired[j] && (alike > best || (alike == best && length > bestLength)))
                    {
                        (best, bestLength, at) = (alike, length, (i, j));
                    }
                }
            }

            if (at.Item1 < 0)
            {
                return (sum, pairs, weakest, full);
            }

            leftPaired[at.Item1] = rightPaired[at.Item2] = true;
            (sum, pairs, weakest) = (sum + best, pairs + 1, Math.Min(weakest, best));
            full += Length(_leftWords[at.Item1]) > 1 && Length(_rightWords[at.Item2]) > 1 ? 1 : 0;
        }
    }

    private int Likeness(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.SequenceEqual(right))
        {
            return 100;
        }

        if (left.Length == 1 || right.Length == 1)
        {
            return left[0] == right[0] ? 70 : 0;
        }

        if (lists.Nicknames.AreRelated(left, right))
        {
            return 92;
        }

        Span<byte> leftSpelling = stackalloc byte[512];
        Span<byte> rightSpelling = stackalloc byte[512];
        var (leftLength, rightLength) = (Spelling.Write(Short(left), leftSpelling), Spelling.Write(Short(right), rightSpelling));
        var spelled = EditDistance.UpTo(3, leftSpelling[..leftLength], rightSpelling[..rightLength]);
        if (spelled == 0)
        {
            return 95;
        }

        var plain = EditDistance.UpTo(3, left, right);
        var edits = Math.Min(10 * plain, (10 * spelled) + 3);
        return Math.Min(plain, spelled) > 3 ? 0 : Math.Max(0, 100 - (10 * edits / Math.Max(left.Length, right.Length)));
    }

    private int Joined(int leftCount, int rightCount, ReadOnlySpan<bool> leftPaired, ReadOnlySpan<bool> rightPaired)
    {
        Span<byte> left = stackalloc byte[1024];
        Span<byte> right = stackalloc byte[1024];
        return Likeness(Join(_left, _leftWords.AsSpan(0, leftCount), leftPaired, left), Join(_right, _rightWords.AsSpan(0, rightCount), rightPaired, right));
    }

    private static ReadOnlySpan<byte> Join(byte[] text, ReadOnlySpan<Range> words, ReadOnlySpan<bool> paired, Span<byte> target)
    {
        var length = 0;
        for (var i = 0; i < words.Length; i++)
        {
            if (!paired[i])
            {
                var word = text.AsSpan(words[i]);
                word.CopyTo(target[length..]);
                length += word.Length;
            }
        }

        return target[..length];
    }

    /// <summary>The words of a name in Latin letters, without particles, honorifics and legal forms unless there is nothing else.</summary>
    private int Read(ReadOnlySpan<byte> name, Span<byte> target, Span<Range> words)
    {
        var folded = Folding.Words(name[..Math.Min(name.Length, 1000)], _folded, _scratch);
        var length = Transliteration.Write(folded, target);
        var count = Cut(target[..length], words, all: false);
        return count > 0 ? count : Cut(target[..length], words, all: true);
    }

    private int Cut(ReadOnlySpan<byte> text, Span<Range> words, bool all)
    {
        var (count, start) = (0, 0);
        foreach (var word in new Words(text))
        {
            if (count < words.Length && (all || !(lists.Particles.Contains(word) || lists.Honorifics.Contains(word) || lists.LegalForms.Contains(word) || lists.Placeholders.Contains(word))))
            {
                words[count++] = new Range(start, start + word.Length);
            }

            start += word.Length + 1;
        }

        return count;
    }

    private static ReadOnlySpan<byte> Short(ReadOnlySpan<byte> word) => word[..Math.Min(word.Length, 200)];

    private static int Length(Range range) => range.End.Value - range.Start.Value;
}
