namespace ContactSync.Transforms.Match;

/// <summary>How far two birth dates, as numbers 19710624, agree: typing errors, day and month exchanged, some days or a year off.</summary>
internal static class BirthLevel
{
    /// <summary>The level; symmetric.</summary>
    public static Level Of(int left, int right)
    {
        if (left == 0 || right == 0)
        {
            return Level.Missing;
        }

        if (left == right)
        {
            return left % 100 == 0 ? Level.Part : Level.Exact;
        }

        var (leftYear, leftMonth, leftDay) = (left / 10000, left / 100 % 100, left % 100);
        var (rightYear, rightMonth, rightDay) = (right / 10000, right / 100 % 100, right % 100);
        if (leftDay == 0 || rightDay == 0)
        {
            return leftYear == rightYear ? Level.Part : Level.Different;
        }

        if (leftYear == rightYear && leftMonth == rightDay && leftDay == rightMonth)
        {
            return Level.Same;
        }

        var agreeing = (leftYear == rightYear ? 1 : 0) + (leftMonth == rightMonth ? 1 : 0) + (leftDay == rightDay ? 1 : 0);
        var digits = DigitsApart(leftYear, rightYear) + DigitsApart(leftMonth, rightMonth) + DigitsApart(leftDay, rightDay);
        if (agreeing == 2)
        {
            return digits == 1 || (digits == 2 && AreSwapped(leftYear + leftMonth + leftDay, rightYear + rightMonth + rightDay)) ? Level.Close : Level.Near;
        }

        var apart = Math.Abs((372 * (leftYear - rightYear)) + (31 * (leftMonth - rightMonth)) + leftDay - rightDay);
        return apart <= 31 ? Level.Near : leftYear == rightYear || apart <= 372 + 31 || digits == 2 ? Level.Part : Level.Different;
    }

    private static int DigitsApart(int left, int right)
    {
        var apart = 0;
        for (; left != right; left /= 10, right /= 10)
        {
            apart += left % 10 == right % 10 ? 0 : 1;
        }

        return apart;
    }

    // Of two numbers that differ in two digits: neighbours swapped move the sum by a multiple of nine of one place.
    private static bool AreSwapped(int left, int right) => Math.Abs(left - right) is var by && (by % 90 == 0 ? by / 90 : by % 9 == 0 ? by / 9 : 10) <= 9;
}
