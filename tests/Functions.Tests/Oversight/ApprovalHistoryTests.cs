using System.Text.Json;
using System.Text.Json.Serialization;
using AgentTrader.Emulator.Durable;
using AgentTrader.Functions.Oversight;
using AgentTrader.Services.Oversight;
using AgentTrader.Testing;
using Azure.Core.Serialization;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentTrader.Functions.Tests.Oversight;

/// <summary>
/// Approvals that run while the product is updated go on with the new code over the old history. These histories were recorded
/// and are kept: an orchestrator that asks for other things, or in another order, fails here before it fails there.
/// <c>AGENTTRADER_RECORD=approvals</c> writes them anew: for a new name or step, never to make a failure go away.
/// </summary>
public sealed class ApprovalHistoryTests
{
    private const string InstanceId = "ovr_0000000000000001";
    private static readonly DateTimeOffset Made = new(2025, 3, 3, 15, 0, 0, TimeSpan.Zero);

    private static readonly ApprovalInput Input = new(
        InstanceId,
        Made.AddMinutes(5),
        Made.AddMinutes(8),
        Made.AddMinutes(10)
    );

    private static readonly WorkerConverter Converter = new(
        new JsonObjectSerializer(),
        new Dictionary<string, string>()
    );

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>After so many fired timers the decision comes; a failure is one of the expiry's first attempt.</summary>
    private static readonly Dictionary<string, (int Timers, bool Fails)> Recorded = new()
    {
        ["decided-at-once"] = (0, false),
        ["decided-after-the-reminder"] = (1, false),
        ["decided-after-the-escalation"] = (2, false),
        ["expired"] = (3, false),
        ["expired-at-the-second-try"] = (3, true),
    };

    public static TheoryData<string> Names => [.. Recorded.Keys];

    private static string Folder =>
        Path.Combine(Azurite.RepositoryRoot, "tests", "Functions.Tests", "Oversight", "Histories");

    [Theory]
    [MemberData(nameof(Names))]
    public void A_kept_history_replays_to_its_end_and_asks_for_nothing_new(string name)
    {
        var history = Read(name);
        var whole = Run(history, []);
        Assert.True(whole is { Completed: true, Failure: null }, whole.Failure?.ErrorMessage);
        Assert.Equal($"\"{InstanceId}\"", whole.Output);
        Assert.Empty(whole.Actions);
        for (var length = 1; length < history.Count; length++)
        {
            if (history[length].Kind == HistoryEventKind.EpisodeStarted)
            {
                var part = Run(history[..length], []);
                Assert.True(part is { Completed: false, Failure: null }, part.Failure?.ErrorMessage);
                Assert.Empty(part.Actions);
            }
        }
    }

    [Fact]
    public void A_history_of_another_orchestrator_fails_with_the_reason()
    {
        // As it would be had the escalation once come before the reminder.
        var failed = Run(Read("wrong-order"), []);
        Assert.True(failed.Completed);
        Assert.Contains(
            "scheduled a task named 'RemindApprovers' with this sequence number",
            failed.Failure?.ErrorMessage,
            StringComparison.Ordinal
        );
    }

    /// <summary>Whoever starts one again for a request that ended long ago may die before it raises the event.</summary>
    [Fact]
    public void The_orchestration_of_a_decided_request_waits_for_nobody()
    {
        HistoryEvent[] started =
        [
            new(HistoryEventKind.EpisodeStarted) { At = Made },
            new(HistoryEventKind.ExecutionStarted) { Name = ApprovalProcess.Orchestration },
        ];
        var asked = Run([], started, Input with { Decided = true }).Actions.Select(action => action.Event.Name);
        Assert.Equal([nameof(TradeApproval.ReleaseTrade)], asked);
    }

    static ApprovalHistoryTests()
    {
        if (Environment.GetEnvironmentVariable("AGENTTRADER_RECORD") == "approvals")
        {
            Record();
        }
    }

    private static void Record()
    {
        Directory.CreateDirectory(Folder);
        foreach (var (name, (timers, fails)) in Recorded)
        {
            Write(name, Play(timers, fails));
        }

        Write(
            "wrong-order",
            [
                .. Play(1, false)
                    .Select(entry =>
                        entry.Name == nameof(TradeApproval.RemindApprovers)
                            ? entry with
                            {
                                Name = nameof(TradeApproval.EscalateApproval),
                            }
                            : entry
                    ),
            ]
        );
    }

    private static List<HistoryEvent> Play(int timers, bool fails)
    {
        var history = new List<HistoryEvent>();
        List<HistoryEvent> fresh =
        [
            new(HistoryEventKind.EpisodeStarted) { At = Made },
            new(HistoryEventKind.ExecutionStarted)
            {
                Name = ApprovalProcess.Orchestration,
                Data = Converter.Serialize(Input),
            },
        ];
        var now = Made;
        while (true)
        {
            var result = Run(history, fresh);
            history.AddRange(fresh);
            history.AddRange(result.Actions.Select(action => action.Event));
            if (result.Completed)
            {
                return history;
            }

            now = now.AddSeconds(1);
            var asked = result.Actions[^1].Event;
            HistoryEvent came;
            if (asked.Kind == HistoryEventKind.TimerCreated && (timers > 0 || asked.At > Input.ExpiresAt))
            {
                timers--;
                now = asked.At!.Value;
                came = new(HistoryEventKind.TimerFired) { TaskId = asked.TaskId };
            }
            else if (asked.Kind == HistoryEventKind.TimerCreated)
            {
                came = new(HistoryEventKind.EventRaised) { Name = ApprovalProcess.DecidedEvent, Data = "\"Approved\"" };
            }
            else if (fails && asked.Name == nameof(TradeApproval.ExpireApproval))
            {
                fails = false;
                came = new(HistoryEventKind.TaskFailed)
                {
                    TaskId = asked.TaskId,
                    Failure = Failures.Of("The server is busy."),
                };
            }
            else
            {
                came = new(HistoryEventKind.TaskCompleted) { TaskId = asked.TaskId };
            }

            fresh = [new(HistoryEventKind.EpisodeStarted) { At = now }, came];
        }
    }

    private static EpisodeResult Run(
        IEnumerable<HistoryEvent> past,
        IEnumerable<HistoryEvent> fresh,
        ApprovalInput? input = null
    )
    {
        var started = new HistoryEvent(HistoryEventKind.ExecutionStarted) { Name = ApprovalProcess.Orchestration };
        var context = new OrchestratorContext(InstanceId, started, Converter, NullLoggerFactory.Instance);
        return new Episode(context, Converter).Run(
            past,
            fresh,
            async () => await TradeApproval.Run(context, input ?? Input)
        );
    }

    private static List<HistoryEvent> Read(string name) =>
        JsonSerializer.Deserialize<List<HistoryEvent>>(File.ReadAllText(Path.Combine(Folder, name + ".json")), Json)!;

    private static void Write(string name, IReadOnlyList<HistoryEvent> history) =>
        File.WriteAllText(Path.Combine(Folder, name + ".json"), JsonSerializer.Serialize(history, Json) + "\n");
}
