using System.Runtime.CompilerServices;

namespace Azure.Messaging.ServiceBus;

/// <summary>The answer to every operation that needs a broker: this assembly is for compiling and for mocks.</summary>
internal static class NoNetwork
{
    public static NotSupportedException For(object caller, [CallerMemberName] string operation = null) =>
        new($"{caller.GetType().Name}.{operation} needs the real Azure.Messaging.ServiceBus package; this is the stand-in from tests/standins.");
}
