--- Tools of specs that work on tensors.
local library = require 'lampas.library'

local tensors = {}

--- Runs f with 1 and with 2 threads.
function tensors.threads(f)
   local before = library.engine.lampas_threads_get()
   for threads = 1, 2 do
      library.engine.lampas_threads_set(threads)
      f(threads)
   end
   library.engine.lampas_threads_set(before)
end

--- Largest difference of two tensors over the largest entry; infinite when sizes differ.
function tensors.distance(a, b)
   if table.concat(a:size():totable(), 'x') ~= table.concat(b:size():totable(), 'x') then
      return math.huge
   end
   local worst, scale = 0, 1e-30
   a:double():map(b:double(), function(x, y)
      if x ~= y and not (x ~= x and y ~= y) then
         local difference = math.abs(x - y)
         worst = math.max(worst, difference == difference and difference or math.huge)
      end
      if math.abs(y) < math.huge then
         scale = math.max(scale, math.abs(y))
      end
   end)
   return worst / scale
end

--- Fails unless two tensors agree to a tolerance (0: to the bit).
function tensors.close(wanted, got, tolerance, what)
   local distance = tensors.distance(got, wanted)
   if distance > tolerance then
      error(('%s: differs by %g of the largest entry, allowed %g'):format(what, distance, tolerance), 2)
   end
end

--- The same elements with gaps between them.
function tensors.scattered(x)
   local sizes = x:size():totable()
   table.insert(sizes, 2)
   local wide = x.new():resize(torch.LongStorage(sizes)):fill(77)
   local view = wide:select(#sizes, 2)
   view:copy(x)
   return view
end

--- Fails unless f raises an error with this text, at a line of a spec.
function tensors.refuses(text, f)
   local ok, message = pcall(f)
   if ok then
      error('no error, expected: ' .. text, 2)
   elseif not message:find(text, 1, true) then
      error(('expected an error with the text\n%s\ngot\n%s'):format(text, message), 2)
   elseif not message:match('^[^:]*spec/[^:]*:%d+: ') then
      error('not the caller is blamed: ' .. message, 2)
   end
end

return tensors
