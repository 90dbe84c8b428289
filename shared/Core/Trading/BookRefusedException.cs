namespace AgentTrader.Core.Trading;

/// <summary>A change that a <see cref="Book"/> refused; the book is as it was.</summary>
public sealed class BookRefusedException(BookRefusal refusal) : InvalidOperationException(refusal.Sentence)
{
    public BookRefusal Refusal { get; } = refusal;

    public BookRefusalReason Reason => Refusal.Reason;
}
