CREATE VIEW latest_reading (station, at, celsius, humidity) AS
SELECT station.name, max(reading.at), reading.celsius, reading.humidity
FROM station JOIN reading ON reading.station_id = station.id
GROUP BY station.id;
