using ContactSync.Dataflow;
using ContactSync.DuckDb;
using ContactSync.Orgs;
using ContactSync.Reporting;
using ContactSync.Runs;
using ContactSync.Salesforce;
using ContactSync.Sandbox;

namespace ContactSync.Cli;

/// <summary>The one place where an exception becomes three lines on standard error and an exit code.</summary>
public static class Failures
{
    /// <summary>Prints and returns the exit code. A <see cref="UserException"/> may lie inside a failed node; the node then says where.</summary>
    public static ExitCode Report(Exception failure, TextWriter err, bool interrupted)
    {
        ArgumentNullException.ThrowIfNull(err);
        var (what, where, now, code) = Describe(failure, interrupted);
        Say(err, code == ExitCode.Interrupted ? "stopped" : "error", what);
        Say(err, "where", where);
        Say(err, "now", now);
        return code;
    }

    private static void Say(TextWriter err, string label, string text)
    {
        const int LabelWidth = 9;
        var columns = Math.Max(2 * LabelWidth, Terminal.Columns(err) ?? int.MaxValue);
        var lines = Plain.CleanLines(text).Split('\n');
        err.WriteLine(label.PadRight(LabelWidth) + string.Join('\n' + new string(' ', LabelWidth), Lines.Broken(lines[0], columns - LabelWidth)));
        foreach (var line in lines.Skip(1).SelectMany(l => Lines.Broken(l, columns)))
        {
            err.WriteLine(line);
        }
    }

    /// <summary>How the process ends for a failure.</summary>
    internal static ExitCode CodeOf(Exception failure, bool interrupted) => Describe(failure, interrupted).Code;

    private static (string What, string Where, string Now, ExitCode Code) Describe(Exception failure, bool interrupted)
    {
        for (Exception? e = failure; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case UserException user:
                    return (user.What, In(failure, user.Where), user.WhatNow, user.ExitCode);
                case OperationCanceledException when interrupted:
                    return ("Interrupted.", "as asked by a signal", "Nothing is lost; go on with: contact-sync resume", ExitCode.Interrupted);
                case AuthenticationFailedException:
                    return ($"The org refuses our login: {e.Message}", In(failure, "org.auth"), "Renew the credentials, then go on with: contact-sync resume", ExitCode.Configuration);
                case BudgetExhaustedException or RequestLimitExceededException:
                    return ($"The org's API calls are used up: {e.Message}", In(failure, "the org"), "Nothing is lost; later go on with: contact-sync resume", ExitCode.Stopped);
                case HttpRequestException or UnknownOutcomeException or UnexpectedResponseException or TruncatedResponseException or OrgJobException:
                    return ($"The org was lost: {e.Message}", In(failure, "the org"), "Nothing is lost; go on with: contact-sync resume", ExitCode.Stopped);
                case IOException or DuckDbException when IsDiskFull(e):
                    return ("The disk is full.", In(failure, e.Message), "Free some space, then go on with: contact-sync resume", ExitCode.Stopped);
                case DuckDbException { Kind: DuckErrorKind.OutOfMemory }:
                    return (
                        "The memory given to DuckDB is used up.", In(failure, FirstLine(e.Message)),
                        "Give it more by budget.memory, or let fewer work at a time by budget.threads, then do the same again; an open run goes on with: contact-sync resume",
                        ExitCode.Stopped);
                case SandboxSetupException setup:
                    return (setup.Message, In(failure, "the sandbox"), "Change what the first line names, then do the same again.", ExitCode.Configuration);
                case UnauthorizedAccessException denied:
                    return ("A file or folder may not be read or written.", In(failure, denied.Message), "Give this user the right to it, or name another one in pipeline.json.", ExitCode.Configuration);
                case IOException io:
                    return ("A file or folder cannot be used.", In(failure, io.Message), "Put it right, or name another one in pipeline.json; a run that was interrupted goes on with: contact-sync resume", ExitCode.Configuration);
            }
        }

        return (
            $"A defect of this program: {failure.GetType().Name}: {failure.Message}",
            failure.ToString(),
            "Please report it with the lines above. An open run can go on with: contact-sync resume",
            ExitCode.Bug);
    }

    private const int DiskFull = 28;
    private const int QuotaUsedUp = 122;

    // DuckDB tells the system's error in its own words only, and by a class that depends on what it was doing; of the classes left out the text may be data.
    private static bool IsDiskFull(Exception e) => e switch
    {
        IOException => (e.HResult & 0xFFFF) is DiskFull or QuotaUsedUp,
        DuckDbException { Kind: not (DuckErrorKind.Conversion or DuckErrorKind.Constraint or DuckErrorKind.InvalidInput) } =>
            e.Message.Contains("No space left on device", StringComparison.Ordinal) || e.Message.Contains("Disk quota exceeded", StringComparison.Ordinal),
        _ => false,
    };

    private static string FirstLine(string text) => text.Split('\n', 2)[0];

    private static string In(Exception failure, string where) => failure is NodeFailedException node ? $"{node.Topology}/{node.Node}: {where}" : where;
}
