using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Embedded.Storage;

namespace MarginFunctions.Local.Embedded.Queues;

/// <summary>The rows of visible messages, dead letters included.</summary>
internal static class MessageTable
{
    // The body is last: what does not want it stops reading before it.
    private const string Columns = "id, message_id, session, subject, broker, enqueued, deliveries, failures, reason, description, body";

    private const string InsertMessage =
        "INSERT INTO message (id, message_id, session, subject, broker, enqueued, deliveries, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7)";

    private const string SelectMessages = $"SELECT {Columns} FROM message WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT ?3";

    private const string CopyMessage = $"""
        INSERT INTO message ({Columns})
        SELECT ?2, message_id, session, subject, broker, enqueued, deliveries, failures, ?3, ?4, body FROM message WHERE id = ?1
        """;

    private const string CopyScheduled = """
        INSERT INTO message (id, message_id, session, subject, broker, enqueued, deliveries, body)
        SELECT ?2, message_id, session, subject, broker, ?3, 0, body FROM scheduled WHERE id = ?1
        """;

    public static void Insert(SqlSession session, long id, OutgoingMessage message, long now)
    {
        using var insert = session.Use(InsertMessage);
        insert.Bind(1, id).Bind(2, message.MessageId).Bind(3, message.SessionId).Bind(4, message.Subject).Bind(5, message.BrokerId).Bind(6, now);
        insert.Bind(7, message.Body.Span).Run();
    }

    /// <summary>Messages with ids from one to before another, in order.</summary>
    public static List<MessageRow> Read(SqlSession session, long from, long before, int most)
    {
        var rows = new List<MessageRow>();
        using var select = session.Use(SelectMessages);
        select.Bind(1, from).Bind(2, before).Bind(3, most);
        while (select.Read())
        {
            rows.Add(new MessageRow(
                select.Int64(0), select.Text(1), select.TextOrNull(2), select.TextOrNull(3), select.TextOrNull(4), select.Int64(5), (int)select.Int64(6),
                (int)select.Int64(7), select.TextOrNull(8), select.TextOrNull(9), select.Blob(10)));
        }

        return rows;
    }

    /// <summary>Counts one more delivery of every message from one id to another, both included.</summary>
    public static void CountDelivery(SqlSession session, long first, long last)
    {
        using var update = session.Use("UPDATE message SET deliveries = deliveries + 1 WHERE id BETWEEN ?1 AND ?2");
        update.Bind(1, first).Bind(2, last).Run();
    }

    /// <summary>Counts a delivery that its receiver ended without completing the message.</summary>
    public static void CountFailure(SqlSession session, long id)
    {
        using var update = session.Use("UPDATE message SET failures = failures + 1 WHERE id = ?1");
        update.Bind(1, id).Run();
    }

    /// <summary>Deletes messages, stretch by stretch.</summary>
    public static void Delete(SqlSession session, List<long> ids)
    {
        ids.Sort();
        using var delete = session.Use("DELETE FROM message WHERE id BETWEEN ?1 AND ?2");
        for (var i = 0; i < ids.Count;)
        {
            var first = ids[i++];
            var last = first;
            while (i < ids.Count && ids[i] == last + 1)
            {
                last = ids[i++];
            }

            delete.Bind(1, first).Bind(2, last).Run();
        }
    }

    /// <summary>Moves a message to another id, which puts it into that id's queue.</summary>
    public static void Move(SqlSession session, long id, long newId, string reason, string? description)
    {
        using var copy = session.Use(CopyMessage);
        copy.Bind(1, id).Bind(2, newId).Bind(3, reason).Bind(4, description).Run();
        using var delete = session.Use("DELETE FROM message WHERE id = ?1");
        delete.Bind(1, id).Run();
    }

    public static void InsertScheduled(SqlSession session, long id, OutgoingMessage message, long due)
    {
        using var insert = session.Use("INSERT INTO scheduled (id, due, message_id, session, subject, broker, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        insert.Bind(1, id).Bind(2, due).Bind(3, message.MessageId).Bind(4, message.SessionId).Bind(5, message.Subject);
        insert.Bind(6, message.BrokerId).Bind(7, message.Body.Span).Run();
    }

    /// <summary>Makes a scheduled message a visible one.</summary>
    /// <returns>Its session.</returns>
    public static string? Publish(SqlSession session, long scheduledId, long newId, long now)
    {
        using var copy = session.Use(CopyScheduled);
        copy.Bind(1, scheduledId).Bind(2, newId).Bind(3, now).Run();
        using var delete = session.Use("DELETE FROM scheduled WHERE id = ?1 RETURNING session");
        delete.Bind(1, scheduledId).Read();
        return delete.TextOrNull(0);
    }
}
