using System.Reflection;
using System.Reflection.Emit;

namespace AgentTrader.Testing;

/// <summary>The members that a compiled method calls, creates or takes a pointer to.</summary>
internal static class CompiledCalls
{
    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    public static IEnumerable<MethodBase> Of(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var at = 0;
        while (at < code.Length)
        {
            // Two-byte opcodes begin with 0xFE.
            short value = code[at++];
            if (value == 0xFE)
            {
                value = (short)(0xFE00 | code[at++]);
            }

            var opCode = OpCodesByValue[value];
            if (opCode.OperandType is OperandType.InlineMethod or OperandType.InlineTok)
            {
                if (Resolve(method, BitConverter.ToInt32(code, at)) is { } called)
                {
                    yield return called;
                }
            }

            at += OperandSize(opCode.OperandType, code, at);
        }
    }

    private static MethodBase? Resolve(MethodBase method, int token)
    {
        var typeArguments =
            method.DeclaringType?.IsGenericType == true ? method.DeclaringType.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        return method.Module.ResolveMember(token, typeArguments, methodArguments) as MethodBase;
    }

    private static int OperandSize(OperandType operand, byte[] code, int at) =>
        operand switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
            _ => 4,
        };
}
