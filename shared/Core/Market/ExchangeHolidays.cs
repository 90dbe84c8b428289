namespace AgentTrader.Core.Market;

/// <summary>
/// The days on which the New York Stock Exchange stays closed or closes at 13:00, by its rules since 1998. Sources: NYSE
/// rule 7.2 and its published hours; closings for mourning, attack and storm are listed as they happened.
/// </summary>
internal static class ExchangeHolidays
{
    private static readonly HashSet<DateOnly> SpecialClosings =
    [
        new(2001, 9, 11),
        new(2001, 9, 12),
        new(2001, 9, 13),
        new(2001, 9, 14),
        new(2004, 6, 11),
        new(2007, 1, 2),
        new(2012, 10, 29),
        new(2012, 10, 30),
        new(2018, 12, 5),
        new(2025, 1, 9),
    ];

    private static readonly DateOnly SpecialHalfDay = new(2003, 12, 26);

    public static bool IsClosed(DateOnly date)
    {
        if (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || SpecialClosings.Contains(date))
        {
            return true;
        }

        var year = date.Year;
        // A New Year's Day on Saturday is not made up for: the Friday before ends the year's accounts.
        return date == SundayToMonday(new DateOnly(year, 1, 1))
            || date == Nth(year, 1, DayOfWeek.Monday, 3)
            || date == Nth(year, 2, DayOfWeek.Monday, 3)
            || date == Easter(year).AddDays(-2)
            || date == Nth(year, 6, DayOfWeek.Monday, 1).AddDays(-7)
            || year >= 2022 && date == Nearest(new DateOnly(year, 6, 19))
            || date == Nearest(new DateOnly(year, 7, 4))
            || date == Nth(year, 9, DayOfWeek.Monday, 1)
            || date == Nth(year, 11, DayOfWeek.Thursday, 4)
            || date == Nearest(new DateOnly(year, 12, 25));
    }

    /// <summary>Whether a trading day ends at 13:00.</summary>
    public static bool IsHalfDay(DateOnly date) =>
        (date.Month, date.Day) switch
        {
            (7, 3) => date.DayOfWeek is DayOfWeek.Monday or DayOfWeek.Tuesday or DayOfWeek.Thursday
                || (date.DayOfWeek == DayOfWeek.Wednesday && date.Year >= 2013),
            // Until 2012 the day after a Thursday's Independence Day was the short one.
            (7, 5) => date.DayOfWeek == DayOfWeek.Friday && date.Year < 2013,
            (11, _) => date == Nth(date.Year, 11, DayOfWeek.Thursday, 4).AddDays(1),
            (12, 24) => date.DayOfWeek is >= DayOfWeek.Monday and <= DayOfWeek.Thursday,
            _ => date == SpecialHalfDay,
        };

    private static DateOnly Nth(int year, int month, DayOfWeek day, int n)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays((((int)day - (int)first.DayOfWeek + 7) % 7) + (7 * (n - 1)));
    }

    private static DateOnly SundayToMonday(DateOnly date) =>
        date.DayOfWeek == DayOfWeek.Sunday ? date.AddDays(1) : date;

    private static DateOnly Nearest(DateOnly date) =>
        date.DayOfWeek == DayOfWeek.Saturday ? date.AddDays(-1) : SundayToMonday(date);

    /// <summary>Gregorian Easter by the method of Meeus, Jones and Butcher (Nature, 1876; Meeus, 1991).</summary>
    private static DateOnly Easter(int year)
    {
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var h = ((19 * a) + b - (b / 4) - ((b - ((b + 8) / 25) + 1) / 3) + 15) % 30;
        var l = (32 + (2 * (b % 4)) + (2 * (c / 4)) - h - (c % 4)) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var n = h + l - (7 * m) + 114;
        return new DateOnly(year, n / 31, (n % 31) + 1);
    }
}
