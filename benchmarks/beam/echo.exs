# The echoes of benchmarks/runtime.py on a BEAM: 10,000 registered GenServers under a
# DynamicSupervisor. Prints JSON lines.

defmodule Echo do
  use GenServer, restart: :transient

  def start_link(n), do: GenServer.start_link(__MODULE__, n, name: {:via, Registry, {Echoes, n}})
  def init(n), do: {:ok, n}
  def handle_call(message, _from, n), do: {:reply, message, n}

  def handle_cast({sender, value}, n) do
    send(sender, value)
    {:noreply, n}
  end
end

actors = 10_000
casts = 200_000
calls = 20_000

{:ok, _} = Registry.start_link(keys: :unique, name: Echoes)
{:ok, supervisor} = DynamicSupervisor.start_link(strategy: :one_for_one)

before = :erlang.memory(:processes)

{took, _} =
  :timer.tc(fn ->
    for n <- 0..(actors - 1), do: {:ok, _} = DynamicSupervisor.start_child(supervisor, {Echo, n})
  end)

kept = :erlang.memory(:processes) - before

IO.puts(
  ~s({"benchmark": "beam: start and keep", "actors": #{actors}, ) <>
    ~s("start_us": #{Float.round(took / actors, 1)}, "bytes_each": #{div(kept, actors)}})
)

at = fn samples, share -> Enum.at(Enum.sort(samples), trunc(share * (length(samples) - 1))) end
find = fn n -> hd(Registry.lookup(Echoes, rem(n * 7919, actors))) |> elem(0) end

samples =
  for n <- 0..(calls - 1) do
    begun = System.monotonic_time(:nanosecond)
    ^n = GenServer.call(find.(n), n)
    (System.monotonic_time(:nanosecond) - begun) / 1000
  end

IO.puts(
  ~s({"benchmark": "beam: call", "p50_us": #{Float.round(at.(samples, 0.5), 1)}, ) <>
    ~s("p99_us": #{Float.round(at.(samples, 0.99), 1)}})
)

me = self()

{took, _} =
  :timer.tc(fn ->
    for n <- 0..(casts - 1), do: GenServer.cast(find.(n), {me, n})

    for _ <- 1..casts do
      receive do
        _ -> :ok
      end
    end
  end)

IO.puts(
  ~s({"benchmark": "beam: casts and replies", "a_second": #{round(casts / took * 1_000_000)}})
)
