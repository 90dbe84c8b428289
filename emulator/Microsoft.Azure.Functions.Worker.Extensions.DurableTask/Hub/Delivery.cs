namespace AgentTrader.Emulator.Durable;

/// <summary>An event for an orchestration, and the queue message that brought it.</summary>
internal sealed record Delivery(ControlMessage Message, ReceivedMessage Received)
{
    public HistoryEvent Event => Message.Event;
}
