using System.Text;
using ContactSync.DuckDb;
using ContactSync.Runs;

namespace ContactSync;

/// <summary>What a run says of itself: one row of counts, one a node, one a node and moment, one a step of reconcile.</summary>
internal sealed class RunRecords(RunSession session)
{
    /// <summary>Writes the tables <c>run</c>, <c>node_metrics</c>, <c>node_samples</c> and <c>steps</c> into the stage.</summary>
    public IReadOnlyList<StagedTable> Export(CancellationToken cancellationToken)
    {
        var connection = session.Scratch.Connection;
        WriteRun(connection);
        WriteNodes(connection);
        WriteSamples(connection);
        WriteSteps(connection);
        return
        [
            session.Scratch.Export("run", "from run_row", cancellationToken),
            session.Scratch.Export("node_metrics", "from node_rows", cancellationToken),
            session.Scratch.Export("node_samples", "from sample_rows", cancellationToken),
            session.Scratch.Export("steps", "from step_rows", cancellationToken),
        ];
    }

    private void WriteRun(DuckConnection connection)
    {
        var report = session.Report;
        var books = report.Books!;
        connection.Execute(
            """
            create or replace table run_row (extracted_local bigint, extracted_org bigint, rejected bigint, skipped bigint, review bigint, unchanged bigint, unusable bigint,
              matched_by_id bigint, matched_by_email bigint, matched_by_rules bigint, matched_by_weights bigint, creates bigint, updates bigint, links bigint, carried_over bigint,
              succeeded bigint, failed bigint, pending bigint, moved bigint, linked bigint, load_jobs bigint, extract_jobs bigint, rows_sent_again bigint,
              api_calls bigint, bytes_sent bigint, bytes_received bigint, stage_seconds double, match_seconds double, reconcile_seconds double, load_seconds double,
              threads bigint, memory_limit varchar)
            """);
        long[] counts =
        [
            books.Local.Extracted, books.Org.Extracted, books.Local.Rejected + books.Org.Rejected, books.Local.Skipped + books.Org.Skipped,
            books.Local.Review + books.Org.Review, books.Local.Unchanged + books.Org.Unchanged,
            report.Unusable.Sum(u => u.Records), report.MatchedById, report.MatchedByEmail, report.MatchedByRules, report.MatchedByWeights,
            books.ToOrg.Creates + books.ToLocal.Creates, books.ToOrg.Updates + books.ToLocal.Updates, books.ToLocal.Links,
            books.ToOrg.CarriedOver + books.ToLocal.CarriedOver, books.ToOrg.Succeeded + books.ToLocal.Succeeded, books.ToOrg.Failed + books.ToLocal.Failed,
            books.ToOrg.Pending + books.ToLocal.Pending, books.ToOrg.Moved + books.ToLocal.Moved, books.ToOrg.Linked, report.LoadJobs, report.ExtractJobs, report.RowsSentAgain,
            session.Parts.Org.Client.CallsMade, session.Parts.Org.Client.BytesSent, session.Parts.Org.Client.BytesReceived,
        ];
        double[] seconds = [report.StageElapsed.TotalSeconds, report.MatchElapsed.TotalSeconds, report.ReconcileElapsed.TotalSeconds, report.LoadElapsed.TotalSeconds];
        var memory = connection.Text("select current_setting('memory_limit')");
        using var appender = connection.Append("run_row");
        for (var i = 0; i < counts.Length; i++)
        {
            appender.Set(i, 0, counts[i]);
        }

        for (var i = 0; i < seconds.Length; i++)
        {
            appender.Set(counts.Length + i, 0, seconds[i]);
        }

        appender.Set(counts.Length + seconds.Length, 0, connection.Scalar<long>("select current_setting('threads')::bigint"));
        appender.SetText(counts.Length + seconds.Length + 1, 0, Encoding.UTF8.GetBytes(memory!));
        appender.EndRow();
        appender.Complete();
    }

    private void WriteNodes(DuckConnection connection)
    {
        connection.Execute(
            """
            create or replace table node_rows (topology varchar, node varchar, parallelism bigint, capacity bigint, items bigint, "rows" bigint,
              busy_seconds double, busy_share double, waited_seconds double, queue_peak bigint, working_peak bigint, elapsed_seconds double, rows_per_second double)
            """);
        using var insert = connection.Prepare("insert into node_rows values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        foreach (var topology in session.Report.Nodes)
        {
            foreach (var node in topology.Nodes)
            {
                insert.Bind(1, topology.Topology);
                insert.Bind(2, node.Node);
                insert.Bind(3, (long)node.Parallelism);
                insert.Bind(4, (long)node.Capacity);
                insert.Bind(5, node.ItemsOut == 0 ? node.ItemsIn : node.ItemsOut);
                insert.Bind(6, node.Rows);
                insert.Bind(7, node.Busy.TotalSeconds);
                insert.Bind(8, node.BusyShare);
                insert.Bind(9, node.Waited.TotalSeconds);
                insert.Bind(10, (long)node.QueuePeak);
                insert.Bind(11, (long)node.WorkingPeak);
                insert.Bind(12, node.Elapsed.TotalSeconds);
                insert.Bind(13, node.RowsPerSecond);
                insert.Execute();
            }
        }
    }

    private void WriteSamples(DuckConnection connection)
    {
        connection.Execute("create or replace table sample_rows (topology varchar, node varchar, at_seconds double, \"rows\" bigint, busy_seconds double, queue bigint)");
        using var samples = connection.Append("sample_rows");
        foreach (var reading in session.Report.Samples)
        {
            foreach (var node in reading.Nodes)
            {
                samples.SetText(0, samples.Row, Encoding.UTF8.GetBytes(reading.Topology));
                samples.SetText(1, samples.Row, Encoding.UTF8.GetBytes(node.Node));
                samples.Set(2, samples.Row, reading.Elapsed.TotalSeconds);
                samples.Set(3, samples.Row, node.Rows);
                samples.Set(4, samples.Row, node.Busy.TotalSeconds);
                samples.Set(5, samples.Row, (long)node.Queue);
                samples.EndRow();
            }
        }

        samples.Complete();
    }

    private void WriteSteps(DuckConnection connection)
    {
        connection.Execute("create or replace table step_rows (ordinal bigint, step varchar, \"rows\" bigint, seconds double)");
        using var insert = connection.Prepare("insert into step_rows values (?, ?, ?, ?)");
        for (var i = 0; i < session.Reconciler.Readings.Count; i++)
        {
            var reading = session.Reconciler.Readings[i];
            insert.Bind(1, (long)i);
            insert.Bind(2, reading.Step);
            insert.Bind(3, reading.Rows);
            insert.Bind(4, reading.Elapsed.TotalSeconds);
            insert.Execute();
        }
    }
}
