--- Text for people: widths, numbers, footnote signs.
local text = {}

--- Columns that a UTF-8 string takes; every character used here takes one.
function text.width(s)
   local _, characters = s:gsub('[^\128-\191]', '')
   return characters
end

--- Pads to a width; `align` is 'left' or 'right'.
function text.pad(s, width, align)
   local blank = (' '):rep(math.max(0, width - text.width(s)))
   return align == 'right' and blank .. s or s .. blank
end

--- A number with about four digits that mean something and no exponent: 0.0012, 3.142, 48.22, 253.9, 4001.
function text.number(x)
   local size = math.abs(x)
   local decimals = size >= 1000 and 0 or size >= 100 and 1 or size >= 10 and 2 or size >= 1 and 3 or 4
   return ('%.' .. decimals .. 'f'):format(x)
end

--- A number with three digits: 0.012, 1.23, 12.3, 123, 1234.
function text.brief(x)
   return ('%.' .. (x >= 99.95 and 0 or x >= 9.995 and 1 or x >= 0.0995 and 2 or 3) .. 'f'):format(x)
end

--- An error such as 3.1e-7; exactly 0 is '0'.
function text.error(x)
   if x == 0 then
      return '0'
   elseif x == math.huge then
      return 'inf'
   end
   return (('%.1e'):format(x):gsub('e([+-])0', 'e%1'):gsub('e%+', 'e'))
end

--- Bytes as 32 KiB, 1.5 MiB.
function text.bytes(n)
   local units, i = { 'B', 'KiB', 'MiB', 'GiB' }, 1
   while n >= 1024 and i < #units do
      n, i = n / 1024, i + 1
   end
   return ('%.4g %s'):format(n, units[i])
end

local SIGNS = { 'ᵃ', 'ᵇ', 'ᶜ', 'ᵈ', 'ᵉ', 'ᶠ', 'ᵍ', 'ʰ', 'ʲ', 'ᵏ', 'ᵐ', 'ⁿ', 'ᵒ', 'ᵖ', 'ʳ', 'ˢ', 'ᵗ', 'ᵘ', 'ᵛ', 'ʷ', 'ˣ', 'ʸ', 'ᶻ' }

--- The sign of footnote number `i`: a raised letter, then pairs of them.
function text.sign(i)
   local first, last = math.floor((i - 1) / #SIGNS), (i - 1) % #SIGNS + 1
   return (SIGNS[first] or '') .. SIGNS[last]
end

return text
